#!/usr/bin/env node
// The launcher. It must parse on every Node.js that knows modules, to be able to say that it is too old:
// no newer syntax here.
import {spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import module from 'node:module';
import {homedir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

var required = 24;

if (Number(process.versions.node.split('.')[0]) >= required) {
	process.env.NODE_ENV = process.env.NODE_ENV || 'production';
	keepCompiled();
	import('../dist/cli.js').catch(error => {
		console.error(
			error &&
				error.code === 'ERR_MODULE_NOT_FOUND' &&
				!existsSync(fileURLToPath(new URL('../dist/cli.js', import.meta.url)))
				? 'p2pci is not built yet: run `npm install` (or `npm run build`) in its folder first.'
				: error,
		);
		process.exitCode = 1;
	});
} else {
	runOnCheckoutsOwnNode();
}

// What Node.js compiles is kept for the next start, in the user's own cache: a folder for all users of the machine, as is
// Node.js's default, is one into which others could put what this user runs.
function keepCompiled() {
	var env = process.env;
	var caches =
		process.platform === 'win32'
			? env.LOCALAPPDATA
			: process.platform === 'darwin'
				? path.join(homedir(), 'Library', 'Caches')
				: env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
	if (caches && path.isAbsolute(caches)) module.enableCompileCache(path.join(caches, 'p2pci'));
}

// A checkout carries a new enough Node.js as a development dependency; an installed package does not.
function runOnCheckoutsOwnNode() {
	var name = process.platform === 'win32' ? 'node.exe' : 'node';
	var local = fileURLToPath(new URL(`../node_modules/node/bin/${name}`, import.meta.url));
	if (!existsSync(local)) {
		console.error(`p2pci needs Node.js ${required} or newer; this is ${process.version} (${process.execPath}).`);
		process.exitCode = 1;
		return;
	}
	// spawn, not spawnSync: signals that reach only this process must reach the program too.
	var child = spawn(local, process.argv.slice(1), {stdio: 'inherit'});
	['SIGTERM', 'SIGHUP', 'SIGUSR2', 'SIGCONT'].forEach(signal => {
		try {
			process.on(signal, () => {
				child.kill(signal);
			});
		} catch {
			// This platform has no such signal.
		}
	});
	// Ctrl-C in a terminal reaches both processes, a signal sent to this one alone does not: pass it on always.
	// The program takes two signals within a moment for one.
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
