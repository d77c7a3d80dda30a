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

function deferHeavy(content, filename) {
  if (!FRAMEWORK.test(filename)) {
    return content;
  }
  const deferred = content.replace(HEAVY, 'const $1 = __faststart_deferred(() => $2);');
  return deferred === content ? content : deferred + DEFERRED;
}

module.exports = { deferHeavy };
