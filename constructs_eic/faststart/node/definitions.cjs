'use strict';
// jsii's kernel keeps what it needs to know of a package's types in one file, 33 MB for AWS, and
// takes from it the few that an app uses. Read these instead of all.

const fs = require('fs');

const DEFINITIONS = /[\\/]\.jsii\.runtime-defs\.v1\.jsonl$/;

function readOnDemand() {
  const { readFileSync } = fs;
  fs.readFileSync = function (file, ...options) {
    return options.length === 0 && DEFINITIONS.test(file)
      ? partly(fs.openSync(file), () => readFileSync(file))
      : readFileSync.call(this, file, ...options);
  };
}

// A buffer of which `toString` reads the range that is asked for. For all else it is read whole.
function partly(descriptor, readWhole) {
  let whole;
  const toString = (encoding, start, end) => {
    const part = Buffer.allocUnsafe(end - start);
    return part.toString(encoding, 0, fs.readSync(descriptor, part, 0, part.length, start));
  };
  return new Proxy(Buffer.alloc(0), {
    get(_, name) {
      if (name === 'toString') {
        return (...range) => (range.length === 3 ? toString(...range) : (whole ??= readWhole()).toString(...range));
      }
      whole ??= readWhole();
      const value = whole[name];
      return typeof value === 'function' ? value.bind(whole) : value;
    },
  });
}

module.exports = { readOnDemand };
