'use strict';
// Loaded by `--require` into the Node processes of jsii. Where a provider package's own index
// loads every module of the package, have it load each when it is first used. Nothing is written
// to disk but one line a package into the report that Python reads.

const childProcess = require('child_process');
const fs = require('fs');
const Module = require('module');
const path = require('path');

const SETTINGS = 'CONSTRUCTS_EIC_FASTSTART_NODE';
const PROVIDER = /^@cdkt[fn]\/provider-/;
const EAGER = /^exports\.([\w$]+) = (require\("\.\/[\w./-]+"\)|__importStar\(require\("\.\/[\w./-]+"\)\));$/gm;
const LAZY = '__faststart_lazy';
const OTHER_LINES = [
  /^\s*(?:\/\/.*)?$/,
  /^"use strict";$/,
  /^Object\.defineProperty\(exports, "__esModule", \{ value: true \}\);$/,
  /^(?:exports\.[\w$]+ = )+void 0;$/,
];
const COMMENT = /\/\*[\s\S]*?\*\//g;
// TypeScript puts the functions that it uses before the code: `var __importStar = (this && …) || …;`
const HELPER_FUNCTION = /^var (__\w+) = \(this && this\.\1\) \|\| .*\{$[\s\S]*?^\}[()]*;$/gm;

// What an `exports.x = require("./x")` line becomes: after the first use, the same plain property.
const HELPER = `
function ${LAZY}(name, load) {
  Object.defineProperty(exports, name, {
    get: () => ${LAZY}_settle(name, load()),
    set: (value) => ${LAZY}_settle(name, value),
    enumerable: true,
    configurable: true,
  });
}
function ${LAZY}_settle(name, value) {
  Object.defineProperty(exports, name, { value, writable: true, enumerable: true, configurable: true });
  return value;
}
`;

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

function deferred(index) {
  const rest = [COMMENT, HELPER_FUNCTION, EAGER].reduce((text, known) => text.replace(known, ''), index);
  const unknown = rest.split(/[\r\n]+/).find((line) => !OTHER_LINES.some((known) => known.test(line)));
  if (unknown !== undefined) {
    throw new Error(`its index has a line of another kind: ${unknown.slice(0, 80)}`);
  }
  return index.replace(EAGER, `${LAZY}("$1", () => $2);`) + HELPER;
}

function install(report) {
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...rest) {
    const provider = providerOf(filename);
    if (provider !== undefined) {
      let problem = null;
      try {
        content = deferred(content);
      } catch (error) {
        problem = error.message;
      }
      try {
        fs.appendFileSync(report, `${JSON.stringify({ package: provider, problem })}\n`);
      } catch {
        // Python then finds no line, and says so.
      }
    }
    return compile.call(this, content, filename, ...rest);
  };
}

// jsii's relay warns of a Node that jsii does not support, and then starts the kernel. Where there is
// no relay, have it do the one without the other.
function warnOfNode(relay) {
  if (isSupported(fs.readFileSync(relay, 'utf8'))) {
    return;
  }
  const { spawn } = childProcess;
  const warned = new Error('warned');
  childProcess.spawn = () => {
    throw warned;
  };
  try {
    require(relay);
  } catch (error) {
    if (error !== warned) {
      throw error;
    }
  } finally {
    childProcess.spawn = spawn;
  }
}

// Running the relay's own check takes longer than the start of Node may. A release of which jsii's
// table has nothing but an end of life that is still to come is one that it does not warn of.
function isSupported(relay) {
  const [, major, rest] = /^v(\d+)\.([\d.]+)$/.exec(process.version) || [];
  const release = new RegExp(`\\(${major}, ?\\{\\s*endOfLife: ?new Date\\("([\\d-]+)"\\)\\s*\\}\\)`).exec(relay);
  return rest !== undefined && release !== null && Date.now() < Date.parse(release[1]);
}

// jsii starts one Node that starts another, which runs program.js: the one that loads packages.
const settings = process.env[SETTINGS];
if (settings !== undefined && path.basename(process.argv[1] || '') === 'program.js') {
  const { report, nodeOptions, relay } = JSON.parse(settings);
  // Processes started from here are none of ours: give them the environment that the user set.
  delete process.env[SETTINGS];
  if (nodeOptions === null) {
    delete process.env.NODE_OPTIONS;
  } else {
    process.env.NODE_OPTIONS = nodeOptions;
  }
  install(report);
  if (relay !== null) {
    warnOfNode(relay);
  }
}
