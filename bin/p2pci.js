#!/usr/bin/env node
// The launcher. It must parse on every Node.js that supports modules, so that it can report that Node.js is too old:
// no newer syntax here. It imports nothing, since Node.js reads every member of its own modules on import: a tenth of
// the time to the first frame for `fs`, `process` and `child_process` alone.

if (Number(process.versions.node.split('.')[0]) >= 24) {
	process.env.NODE_ENV = process.env.NODE_ENV || 'production';
	if (!process.env.HOME && process.platform !== 'win32') findHome();
	import('../dist/start.js').catch(error => {
		console.error(
			isMissing(error) ? 'p2pci is not built yet: run `npm install` (or `npm run build`) in its folder first.' : error,
		);
		process.exitCode = 1;
	});
} else {
	import('./other-node.js');
}

// An empty HOME would make every path in it relative, and a user without an account, as in containers, has no other.
function findHome() {
	delete process.env.HOME;
	try {
		process.getBuiltinModule('node:os').homedir();
	} catch {
		process.env.HOME = '/';
	}
}

function isMissing(error) {
	var {existsSync} = process.getBuiltinModule('node:fs');
	return error && error.code === 'ERR_MODULE_NOT_FOUND' && !existsSync(new URL('../dist/start.js', import.meta.url));
}
