import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Plugin} from 'esbuild';

const quick = path.join(import.meta.dirname, 'quick');

type Edit = {
	/** The file of a dependency to edit. */
	readonly file: RegExp;
	readonly from: string;
	readonly to: string;
};

/**
 * Removes needless work of dependencies at every start or in every frame, without changing their results; and mends two
 * that draw a wrong frame, or no cursor.
 */
const edits: readonly Edit[] = [
	{
		// Erases the screen and draws the layout of the former size in the new one: in a narrower window all rows wrap,
		// and what scrolls away is never drawn again. Instead, the next frame, which is of the new size, is drawn as a whole.
		file: /ink\/build\/ink\.js$/,
		from: [
			'        if (currentWidth < this.lastTerminalWidth ||',
			'            (currentHeight < this.lastTerminalHeight &&',
			'                this.log.getCursorPosition() !== undefined)) {',
			'            this.log.clear();',
			"            this.lastOutput = '';",
			"            this.lastOutputToRender = '';",
			'            this.lastOutputHeight = 0;',
			'        }',
			'        this.calculateLayout();',
			'        dom.emitLayoutListeners(this.rootNode);',
			'        this.onRender();',
		].join('\n'),
		to: 'this.lastOutputHeight = Infinity; this.calculateLayout(); dom.emitLayoutListeners(this.rootNode);',
	},
	{
		// Uses `fetch` to read its embedded WebAssembly, for which Node.js loads its whole HTTP client: 27 ms.
		file: /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
		from: '"function"!=typeof fetch',
		to: 'true',
	},
	{
		// Decodes its embedded 90 KB of base64 one character at a time: 3 ms.
		file: /yoga-layout\/dist\/binaries\/yoga-wasm-base64-esm\.js$/,
		from: 'var b=xa(a.slice(37)),c=new Uint8Array(b.length);for(a=0;a<b.length;++a)c[a]=b.charCodeAt(a);',
		to: 'var c=new Uint8Array(Buffer.from(a.slice(37),"base64"));',
	},
	{
		// Loads validation of package.json, including tables of licences, before it is needed: 7 ms.
		file: /meow\/build\/dependencies\.js$/,
		from: [
			'var normalizeExports = requireNormalize();',
			'const normalizePackageData = getDefaultExportFromCjs(normalizeExports);',
		].join('\n'),
		to: 'const normalizePackageData = (...given) => getDefaultExportFromCjs(requireNormalize())(...given);',
	},
	{
		// Builds a table of all emoji when it is loaded: 6 ms. They are rarely shown.
		file: /string-width\/index\.js$/,
		from: 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;',
		to: 'let $emoji; const rgiEmojiRegex = {test: text => ($emoji ??= /^\\p{RGI_Emoji}$/v).test(text)};',
	},
	{
		// Loads `assert` with its comparison and formatting for a single assertion: 3 ms.
		file: /signal-exit\/index\.js$/,
		from: "var assert = require('assert')",
		to: "var assert = {equal: (...given) => require('assert').equal(...given)}",
	},
	{
		// Loads a deep comparison to find out whether a list is unchanged: 5 ms.
		file: /ink-select-input\/build\/SelectInput\.js$/,
		from: 'if (!isDeepStrictEqual(',
		to: 'if (previousItems.current !== items && !isDeepStrictEqual(',
	},
	{
		// Shows no cursor where chalk knows the terminal's name to be without colours, or does not know it, as `foot`.
		file: /ink-text-input\/build\/index\.js$/,
		from: "import chalk from 'chalk';",
		to: String.raw`const chalk = {inverse: text => '\u001b[7m' + text + '\u001b[27m', grey: text => text};`,
	},
	{
		// Parses every row of the screen for every frame, even unchanged ones.
		file: /ink\/build\/output\.js$/,
		from: 'caches = new OutputCaches();',
		to: 'caches = $keptCaches(OutputCaches);',
	},
	{
		// Creates a new cell for each character of each row, even where an equal one exists.
		file: /ink\/build\/output\.js$/,
		from: 'this.styledChars.set(line, cached);',
		to: 'cached = $sharedCells(cached); this.styledChars.set(line, cached);',
	},
	{
		// Creates thousands of blank cells for every frame, which are only ever replaced, never changed.
		file: /ink\/build\/output\.js$/,
		from: [
			'const row = [];',
			'            for (let x = 0; x < this.width; x++) {',
			'                row.push({',
			"                    type: 'char',",
			"                    value: ' ',",
			'                    fullWidth: false,',
			'                    styles: [],',
			'                });',
			'            }',
		].join('\n'),
		to: 'const row = $blankRow(this.width);',
	},
	{
		// Allocates an object for each step over thousands of cells.
		file: /ink\/build\/output\.js$/,
		from: 'for (const character of characters) {',
		to: 'for (let $at = 0; $at < characters.length; $at++) { const character = characters[$at];',
	},
	{
		// Builds the text of every component anew for every frame.
		file: /ink\/build\/output\.js$/,
		from: [
			'const characterLines = [[]];',
			'        for (const character of this.caches.getStyledChars(text)) {',
			"            if (character.value === '\\n') {",
			'                characterLines.push([]);',
			'            }',
			'            else {',
			'                characterLines.at(-1).push(character);',
			'            }',
			'        }',
			'        let lines = characterLines.map(line => styledCharsToString(line));',
		].join('\n'),
		to: 'let lines = $linesOf(this.caches, text, styledCharsToString);',
	},
	{
		// Computes what to write for every change of style with sets; screens contain only some dozens of different
		// changes.
		file: /ansi-tokenize\/build\/styledChars\.js$/,
		from: 'ansiCodesToString(diffAnsiCodes(chars[i - 1].styles, char.styles))',
		to: '$change(chars[i - 1].styles, char.styles, (from, to) => ansiCodesToString(diffAnsiCodes(from, to)))',
	},
	{
		// And the text of every row.
		file: /ink\/build\/output\.js$/,
		from: [
			'.map(line => {',
			'            // See https://github.com/vadimdemedes/ink/pull/564#issuecomment-1637022742',
			'            const lineWithoutEmptyItems = line.filter(item => item !== undefined);',
			'            return styledCharsToString(lineWithoutEmptyItems).trimEnd();',
			'        })',
		].join('\n'),
		to: '.map((line, at) => $rowText(line, at, styledCharsToString))',
	},
];

function edited(text: string, {file, from, to}: Edit): string {
	if (!text.includes(from)) throw new Error(`${file} does not say any more: ${from}`);
	return text.replaceAll(from, () => to);
}

/**
 * Removes or speeds up what would slow down the start and each frame. The build fails if a dependency has changed, or,
 * where `isWhole`, if one is missing.
 */
const lean = (isWhole: boolean): Plugin => ({
	name: 'lean-dependencies',
	setup(build) {
		// Ink's entry point to React's developer tools, which are not part of the program.
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
			if (isWhole && missed.length > 0)
				throw new Error(`not among the files: ${missed.map(({file}) => file).join(', ')}`);
		});
	},
});

/** Options for building the program. `isWhole`: with all its dependencies. */
export const leanDependencies = (isWhole: boolean) => ({
	plugins: [lean(isWhole)],
	define: {
		'Intl.Segmenter': 'QuickSegmenter',
		$keptCaches: 'keptCaches',
		$blankRow: 'blankRow',
		$sharedCells: 'sharedCells',
		$linesOf: 'linesOf',
		$rowText: 'rowText',
		$change: 'change',
	},
	inject: ['segmenter.ts', 'kept.ts', 'cells.ts', 'rows.ts'].map(name => path.join(quick, name)),
	// Node.js supports them; otherwise each literal becomes a call that creates a new RegExp, even in loops.
	supported: {'regexp-unicode-property-escapes': true, 'regexp-set-notation': true},
});
