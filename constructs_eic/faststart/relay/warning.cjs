'use strict';
// jsii's relay warns of a Node that jsii does not support, and then starts the kernel. Where there
// is no relay, have it do the one without the other.

const fs = require('fs');

// Before each line; Python takes it away.
const OF_RELAY = '\u0000relay:';

function warnAsRelay(relay) {
  if (isSupported(fs.readFileSync(relay, 'utf8'))) {
    return;
  }
  const childProcess = require('child_process');
  const { spawn } = childProcess;
  const warned = new Error('warned');
  const { write } = process.stderr;
  // jsii shows what its relay writes in another form than what the kernel writes.
  process.stderr.write = function (text, ...rest) {
    return write.call(this, text.replace(/^(?=.)/gm, OF_RELAY), ...rest);
  };
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
    process.stderr.write = write;
  }
}

// The relay's own check takes a good part of the time that Node takes to start. It does not warn of
// a release of which its table has nothing but an end of life that is still to come.
function isSupported(relay) {
  const [, major] = /^v(\d+)\.[\d.]+$/.exec(process.version) || [];
  const release = new RegExp(`\\(${major}, ?\\{\\s*endOfLife: ?new Date\\("([\\d-]+)"\\)\\s*\\}\\)`).exec(relay);
  return release !== null && Date.now() < Date.parse(release[1]);
}

module.exports = { warnAsRelay };
