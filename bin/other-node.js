// Runs the program with another Node.js if this one is too old: a checkout has one as a development dependency, an
// installed package does not. No newer syntax here either.
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

var name = process.platform === 'win32' ? 'node.exe' : 'node';
var local = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
// Not what was started: that may be this file, which would start itself without end.
var launcher = fileURLToPath(new URL('p2pci.js', import.meta.url));

if (existsSync(local)) {
	// spawn, not spawnSync: signals that reach only this process have to reach the program, too.
	stayBehind(spawn(local, [launcher].concat(process.argv.slice(2)), {stdio: 'inherit'}));
} else {
	console.error(`p2pci needs Node.js 24 or newer; this is ${process.version} (${process.execPath}).`);
	process.exitCode = 1;
}

// Forwards signals to the program, and exits as it does.
function stayBehind(child) {
	['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGCONT'].forEach(signal => {
		try {
			process.on(signal, () => {
				child.kill(signal);
			});
		} catch {
			// This platform has no such signal.
		}
	});
	// Ctrl-C in a terminal reaches both processes, a signal sent to this one does not: always forward it. The program
	// takes two signals within a moment for one.
	process.on('SIGINT', () => {
		child.kill('SIGINT');
	});
	child.on('exit', (code, signal) => {
		if (signal) {
			process.removeAllListeners(signal);
			process.kill(process.pid, signal);
		} else {
			process.exit(code === null ? 1 : code);
		}
	});
}
