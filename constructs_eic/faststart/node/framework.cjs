'use strict';
// Half of the time that cdktf takes to load goes to what it needs to zip assets, compare versions
// and run Terraform. Load these when they are first used.

const FRAMEWORK = /[\\/]node_modules[\\/]cdkt[fn][\\/]lib[\\/](?:private|testing|validations)[\\/][\w-]+\.js$/;
const HEAVY = /^const (\w+) = (require\("(?:archiver|child_process|fflate|semver)"\));$/gm;
// Whatever is done with it is done with the module itself.
const DEFERRED = `
function __faststart_deferred(load) {
  return new Proxy(() => {}, new Proxy({}, { get: (_, trap) => (_, ...rest) => Reflect[trap](load(), ...rest) }));
}
`;


// For each resource with an import, cdktf starts `terraform version`. While an app is synthesized, ask once: an answer
// is forgotten when Node has answered the request of the app in which it was asked.
const VERSION = /\(0, (child_process_1\.execSync)\)\((this\.versionCommand), /g;
const ASKED_ONCE = `
const __faststart_answers = new Map();
function __faststart_ask(ask, command, options) {
  const asked = JSON.stringify([command, options, process.cwd(), process.env.PATH]);
  if (!__faststart_answers.has(asked)) {
    __faststart_answers.set(asked, ask(command, options));
    setImmediate(() => __faststart_answers.clear());
  }
  return __faststart_answers.get(asked);
}
`;

function quicken(content, filename) {
  if (!FRAMEWORK.test(filename)) {
    return content;
  }
  const asking = replaced(content, VERSION, '__faststart_ask($1, $2, ', ASKED_ONCE);
  return replaced(asking, HEAVY, 'const $1 = __faststart_deferred(() => $2);', DEFERRED);
}

// The content with all that matches replaced, and with the function that this needs.
function replaced(content, pattern, replacement, needed) {
  const text = content.replace(pattern, replacement);
  return text === content ? content : text + needed;
}

module.exports = { quicken };
