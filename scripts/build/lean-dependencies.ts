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
	{
		// Makes a new cell for each character of each row, also where the same one is there already.
		file: /ink\/build\/output\.js$/,
		from: 'this.styledChars.set(line, cached);',
		to: 'cached = $sharedCells(cached); this.styledChars.set(line, cached);',
	},
	{
		// Makes thousands of blank cells for every frame, which are never changed, only others put in their places.
		file: /ink\/build\/output\.js$/,
		from: [
			'row.push({',
			"                    type: 'char',",
			"                    value: ' ',",
			'                    fullWidth: false,',
			'                    styles: [],',
			'                });',
		].join('\n'),
		to: 'row.push($emptyCell);',
	},
];

function edited(text: string, {file, from, to}: Edit): string {
	if (!text.includes(from)) throw new Error(`${file} does not say any more: ${from}`);
	return text.replaceAll(from, () => to);
}

/** Leaves out, or makes quick, what would slow down the start and each frame. The build fails where a dependency has changed. */
const plugin: Plugin = {
	name: 'lean-dependencies',
	setup(build) {
		// Ink's door to the developer tools of React, which are not part of the program.
		build.onResolve({filter: /^\.\/devtools\.js$/}, ({path: name}) => ({path: name, namespace: 'left-out'}));
		build.onLoad({filter: /.*/, namespace: 'left-out'}, () => ({contents: ''}));
		build.onResolve({filter: /^string-width$/}, ({importer}) =>
			importer.startsWith(quick) ? undefined : {path: path.join(quick, 'string-width.ts')},
		);
		build.onResolve({filter: /^\.\/line-update\.js$/}, () => ({path: path.join(quick, 'line-update.ts')}));
		const done = new Set<Edit>();
		build.onLoad({filter: /node_modules.*\.js$/}, async ({path: name}) => {
			const own = edits.filter(({file}) => file.test(name.replaceAll(path.sep, '/')));
			if (own.length === 0) return undefined;
			for (const edit of own) done.add(edit);
			return {contents: own.reduce(edited, await readFile(name, 'utf8'))};
		});
		build.onEnd(() => {
			const missed = edits.filter(edit => !done.has(edit));
			if (missed.length > 0) throw new Error(`not among the files: ${missed.map(({file}) => file).join(', ')}`);
		});
	},
};

export const leanDependencies: Pick<BuildOptions, 'plugins' | 'define' | 'inject' | 'supported'> = {
	plugins: [plugin],
	define: {
		'Intl.Segmenter': 'QuickSegmenter',
		$keptCaches: 'keptCaches',
		$emptyCell: 'emptyCell',
		$sharedCells: 'sharedCells',
	},
	inject: ['segmenter.ts', 'kept.ts', 'cells.ts'].map(name => path.join(quick, name)),
	// Node.js knows them; else each becomes a call that makes a new RegExp, also inside of loops.
	supported: {'regexp-unicode-property-escapes': true, 'regexp-set-notation': true},
};
