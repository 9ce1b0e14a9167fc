import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {BuildOptions, Plugin} from 'esbuild';

const quick = path.join(import.meta.dirname, 'quick');

type Edit = {
	/** The file of a dependency that it is about. */
	readonly file: RegExp;
	readonly from: string;
	readonly to: string;
};

/** What dependencies do at every start or in every frame for nothing; no edit changes what they answer. */
const edits: readonly Edit[] = [
	{
		// Asks for `fetch` to read WebAssembly that it carries itself, for which Node.js loads its whole HTTP client: 27 ms.
		file: /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
		from: '"function"!=typeof fetch',
		to: 'true',
	},
	{
		// Loads its checks of a package.json, tables of licences among them, before anybody asks for one: 7 ms.
		file: /meow\/build\/dependencies\.js$/,
		from: [
			'var normalizeExports = requireNormalize();',
			'const normalizePackageData = getDefaultExportFromCjs(normalizeExports);',
		].join('\n'),
		to: 'const normalizePackageData = (...given) => getDefaultExportFromCjs(requireNormalize())(...given);',
	},
	{
		// Makes a table of all emoji when it is loaded: 6 ms. Few ever show one.
		file: /string-width\/index\.js$/,
		from: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
		to: 'let $emoji; const rgiEmojiRegex = {test: text => ($emoji ??= /^\\p{RGI_Emoji}$/v).test(text)};',
	},
	{
		// Takes every row of the screen apart for every frame, also those that stay.
		file: /ink\/build\/output\.js$/,
		from: 'caches = new OutputCaches();',
		to: 'caches = $keptCaches(OutputCaches);',
	},
];

/** Leaves out, or makes quick, what would slow down the start and each frame. The build fails where a dependency has changed. */
const plugin: Plugin = {
	name: 'lean-dependencies',
	setup(build) {
		// Ink's door to the developer tools of React, which are not part of the program.
		build.onResolve({filter: /^\.\/devtools\.js$/}, ({path}) => ({path, namespace: 'left-out'}));
		build.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: ''}));
		build.onResolve({filter: /^string-width$/}, ({importer}) =>
			importer.startsWith(quick) ? undefined : {path: path.join(quick, 'string-width.ts')},
		);
		build.onResolve({filter: /^\.\/line-update\.js$/}, () => ({path: path.join(quick, 'line-update.ts')}));
		for (const {file, from, to} of edits) {
			build.onLoad({filter: file}, async ({path}) => {
				const text = await readFile(path, 'utf8');
				if (!text.includes(from)) throw new Error(`${path} does not say any more: ${from}`);
				return {contents: text.replaceAll(from, () => to)};
			});
		}
	},
};

export const leanDependencies: Pick<BuildOptions, 'plugins' | 'define' | 'inject' | 'supported'> = {
	plugins: [plugin],
	define: {'Intl.Segmenter': 'QuickSegmenter', $keptCaches: 'keptCaches'},
	inject: [path.join(quick, 'segmenter.ts'), path.join(quick, 'kept.ts')],
	// Node.js knows them; else each becomes a call that makes a new RegExp, also inside of loops.
	supported: {'regexp-unicode-property-escapes': true, 'regexp-set-notation': true},
};
