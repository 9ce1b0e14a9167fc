/**
 * Makes `dist/` from `source/`: `npm run build`. The program becomes one minified file for each thing that is started by
 * itself (the program and its threads) and shared pieces beside them, so that a command loads no more than it needs: `get`
 * never reads React. Loading hundreds of modules one by one took longer than all else before the first frame.
 */
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {build} from 'esbuild';
import {leanDependencies} from './build/lean-dependencies.ts';
import {notices} from './build/notices.ts';

const root = path.resolve(import.meta.dirname, '..');
const made = path.join(root, 'dist');
/** Built beside, then moved: a program that is started meanwhile finds the old one or the new one, whole. */
const fresh = path.join(root, 'dist.new');
const old = path.join(root, 'dist.old');

const entries = [
	'source/cli.ts',
	'source/server/search-worker.ts',
	'source/peer/digest-worker.ts',
	'source/peer/disk-thread.ts',
	'source/peer/upload-reader-worker.ts',
];

await rm(fresh, {recursive: true, force: true});
await mkdir(fresh);
const {metafile} = await build({
	...leanDependencies,
	absWorkingDir: root,
	entryPoints: entries,
	outdir: fresh,
	entryNames: '[name]',
	chunkNames: '[name]-[hash]',
	bundle: true,
	splitting: true,
	minify: true,
	metafile: true,
	logLevel: 'warning',
	format: 'esm',
	platform: 'node',
	target: 'node24',
	define: {...leanDependencies.define, 'process.env.NODE_ENV': '"production"'},
	// A few packages among the dependencies are CommonJS and ask for Node's own modules.
	banner: {js: "import {createRequire as $require} from 'node:module'; const require = $require(import.meta.url);"},
});
await writeFile(path.join(fresh, 'third-party-notices.txt'), await notices(root, Object.keys(metafile.inputs)));
await rm(old, {recursive: true, force: true});
await rename(made, old).catch((error: NodeJS.ErrnoException) => {
	if (error.code !== 'ENOENT') throw error;
});
await rename(fresh, made);
await rm(old, {recursive: true, force: true});
