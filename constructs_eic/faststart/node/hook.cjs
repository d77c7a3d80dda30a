'use strict';
// Loaded by `--require` into the Node processes of jsii, to have the one that loads packages load
// less. Nothing is written to disk but one line a package and a manifest, for Python to read.

const fs = require('fs');
const Module = require('module');
const path = require('path');

const SETTINGS = 'CONSTRUCTS_EIC_FASTSTART_NODE';

function install(report) {
  const { deferProvider, providerOf } = require('./provider.cjs');
  const { quicken } = require('./framework.cjs');
  require('./definitions.cjs').readOnDemand();
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...rest) {
    const plainly = (text) => compile.call(this, text, filename, ...rest);
    const provider = providerOf(filename);
    if (provider === undefined) {
      return plainly(quicken(content, filename));
    }
    const [result, problem] = deferProvider(this, content, plainly);
    try {
      fs.appendFileSync(report, `${JSON.stringify({ package: provider, problem })}\n`);
    } catch {
      // Python then finds no line, and says so.
    }
    return result;
  };
}

// An app may name the folder that it is written to, which only Node then knows. Those of `Testing` are left out.
function noteManifests(noted) {
  const write = fs.writeFileSync;
  fs.writeFileSync = function (file, ...rest) {
    const result = write.call(this, file, ...rest);
    const [folder, name] = [path.dirname(path.resolve(String(file))), path.basename(String(file))];
    if (name === 'manifest.json' && !path.basename(folder).startsWith('cdktf.outdir.')) {
      try {
        fs.appendFileSync(noted, `${path.join(folder, name)}\n`);
      } catch {
        // Its annotations are then not shown.
      }
    }
    return result;
  };
}

function isSocket(descriptor) {
  try {
    return fs.fstatSync(descriptor).isSocket();
  } catch {
    return false;
  }
}

// jsii starts one Node that starts another, which runs program.js: the one that loads packages.
const settings = process.env[SETTINGS];
if (settings !== undefined && path.basename(process.argv[1] || '') === 'program.js') {
  const { report, nodeOptions, relay, manifests } = JSON.parse(settings);
  // Processes started from here are none of ours: give them the environment that the user set.
  delete process.env[SETTINGS];
  if (nodeOptions === null) {
    delete process.env.NODE_OPTIONS;
  } else {
    process.env.NODE_OPTIONS = nodeOptions;
  }
  // Some programs that start Node close what they do not know; the kernel would print all of its code.
  if (relay !== null && !isSocket(3)) {
    process.exit(1);
  }
  if (report !== null) {
    install(report);
  }
  if (manifests) {
    noteManifests(manifests);
  }
  if (relay !== null) {
    require('../relay/warning.cjs').warnAsRelay(relay);
  }
}
