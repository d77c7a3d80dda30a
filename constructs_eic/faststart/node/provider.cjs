'use strict';
// Where a provider package's own index loads every module of the package, load each when it is
// first used.

const fs = require('fs');
const path = require('path');

const PROVIDER = /^@cdkt[fn]\/provider-/;
const EAGER = /^exports\.([\w$]+) = (__importStar\()?require\("(\.\/[\w./-]+)"\)\)?;$/gm;
const COMMENT = /\/\*[\s\S]*?\*\//g;
// TypeScript puts the functions that it uses before the code: `var __importStar = (this && …) || …;`
const HELPER = /^var (__\w+) = \(this && this\.\1\) \|\| .*\{$[\s\S]*?^\}[()]*;$/gm;
// Half of the file, and of no use without the lines that it is about.
const SOURCE_MAP = /^\/\/# sourceMappingURL=.*$/m;
const OTHER_LINES = [
  /^\s*(?:\/\/.*)?$/,
  /^"use strict";$/,
  /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/,
  /^(?:exports\.[\w$]+ = )+void 0;$/,
];

function providerOf(filename) {
  if (path.basename(filename) !== 'index.js' || path.basename(path.dirname(filename)) !== 'lib') {
    return undefined;
  }
  try {
    const root = path.dirname(path.dirname(filename));
    const { name, main } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
    return PROVIDER.test(name) && path.join(root, main) === filename ? name : undefined;
  } catch {
    return undefined;
  }
}

// Run the index without the lines that load a module, and put in their place properties that do
// it. Return what the run returned, and why the index was run as it is where it was.
function deferProvider(module_, index, run) {
  const rest = index.replace(EAGER, '').replace(SOURCE_MAP, '');
  const unknown = firstUnknownLine(rest);
  if (unknown !== undefined) {
    return [run(index), `its index has a line of another kind: ${unknown.slice(0, 80)}`];
  }
  const eager = [...index.matchAll(EAGER)];
  const star = eager.some(([, , stars]) => stars);
  const result = run(star ? `${rest}\nmodule.importStar = __importStar;` : rest);
  const { importStar } = module_;
  delete module_.importStar;
  for (const [, name, stars, request] of eager) {
    const load = () => module_.require(request);
    defer(module_.exports, name, stars ? () => importStar(load()) : load);
  }
  return [result, null];
}

function firstUnknownLine(rest) {
  const text = rest.replace(COMMENT, '').replace(HELPER, '');
  return text.split(/[\r\n]+/).find((line) => !OTHER_LINES.some((known) => known.test(line)));
}

// After the first use it is the same plain property that the line would have made.
function defer(exports_, name, load) {
  const settle = (value) => {
    Object.defineProperty(exports_, name, { value, writable: true, enumerable: true, configurable: true });
    return value;
  };
  const get = () => settle(load());
  Object.defineProperty(exports_, name, { get, set: settle, enumerable: true, configurable: true });
}

module.exports = { deferProvider, providerOf };
