/**
 * Makes `dist/` from `source/`: `npm run build`. The program becomes two minified scripts: `program.js`, and the same
 * without the commands that have a screen, `one-shots.js`, which is a third as long and so takes less time to load.
 * `start.js` (`source/start.ts`) runs one of them from the code cache of an earlier start. That requires a script,
 * since V8 exports the code of a module only before the module runs. Each worker thread is a module of its own.
 */
import {createHash} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {Script} from 'node:vm';
import {type BuildOptions, build} from 'esbuild';
import {lateBuiltins} from './build/late-builtins.ts';
import {leanDependencies} from './build/lean-dependencies.ts';
import {notices} from './build/notices.ts';
import {screenCommands, withoutScreens} from './build/without-screens.ts';

const root = path.resolve(import.meta.dirname, '..');
const made = path.join(root, 'dist');
/** Built beside, then moved: a program that is started meanwhile finds the old one or the new one, whole. */
const fresh = path.join(root, 'dist.new');
const old = path.join(root, 'dist.old');

const threads = [
	'source/server/search-worker.ts',
	'source/peer/library/digest-worker.ts',
	'source/peer/disk/disk-thread.ts',
	'source/peer/upload/upload-reader-worker.ts',
];

const shared = {
	absWorkingDir: root,
	outdir: fresh,
	entryNames: '[name]',
	bundle: true,
	minify: true,
	metafile: true,
	logLevel: 'warning',
	format: 'esm',
	platform: 'node',
	target: 'node24',
	plugins: [lateBuiltins],
} as const satisfies BuildOptions;

/** A script of the program as a function whose arguments are what a module would have, and what `start.ts` provides. */
function asScript(module: string): string {
	// Only single-byte characters, so that the text can be read and held as Latin-1.
	const body = module.replace(/[^\0-\x7f]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	const script = `(async function($meta,require,$keepCompiled){${body}\n})`;
	// Fails if any import or export is left.
	new Script(script, {filename: 'program.js'});
	return script;
}

async function makeScript(file: string, {screens}: {readonly screens: boolean}) {
	const {plugins, define, ...lean} = leanDependencies(screens);
	const {metafile, outputFiles} = await build({
		...shared,
		...lean,
		plugins: [...(screens ? [] : [withoutScreens]), ...plugins, lateBuiltins],
		entryPoints: ['source/cli.ts'],
		define: {...define, 'process.env.NODE_ENV': '"production"', 'import.meta': '$meta'},
		write: false,
	});
	const script = asScript(outputFiles.map(({text}) => text).join(''));
	await writeFile(path.join(fresh, file), script);
	return {metafile, made: {file, hash: createHash('sha256').update(script).digest('hex').slice(0, 16)}};
}

await rm(fresh, {recursive: true, force: true});
await mkdir(fresh);
const program = await makeScript('program.js', {screens: true});
const oneShots = await makeScript('one-shots.js', {screens: false});
const start = await build({
	...shared,
	entryPoints: ['source/start.ts'],
	define: {$scripts: JSON.stringify({program: program.made, oneShots: oneShots.made, screenCommands})},
});
const inThreads = await build({...shared, entryPoints: threads});
const inputs = [program, oneShots, start, inThreads].flatMap(({metafile}) => Object.keys(metafile.inputs));
await writeFile(path.join(fresh, 'third-party-notices.txt'), await notices(root, inputs));
await rm(old, {recursive: true, force: true});
await rename(made, old).catch((error: NodeJS.ErrnoException) => {
	if (error.code !== 'ENOENT') throw error;
});
await rename(fresh, made);
await rm(old, {recursive: true, force: true});
