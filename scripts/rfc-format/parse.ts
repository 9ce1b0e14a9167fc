/**
 * Reads the source of a sample document: a head of `key: value` lines, a blank line, then text.
 *
 *     # Title {label}      a numbered section; ## and ### nest
 *     some words           a paragraph, wrapped anew; two spaces in front indent it one step
 *     - an item            a list; items without a blank line between them stay close together
 *     1. an item           the same, numbered as written
 *     * term               a definition: the term alone, its text on the next lines, two spaces in front
 *     ```                  verbatim lines up to the next ```; after ```fold long lines are folded (RFC 8792)
 *     {{label}}            the number of the section with that label
 *
 * What stands before the first section is the abstract.
 */

export type Meta = {readonly number: number; readonly title: string; readonly short: string; readonly date: string};

export type Block = {
	readonly kind: 'heading' | 'paragraph' | 'verbatim';
	readonly lines: readonly string[];
	/** Stays on the page of the block after it. */
	readonly keepWithNext: boolean;
	/** No blank line before it. */
	readonly tight: boolean;
	/** For a numbered section: its line in the table of contents. */
	readonly entry?: {readonly level: number; readonly text: string};
};

export type Source = {readonly meta: Meta; readonly blocks: readonly Block[]};

/** Columns of a page, and of one indentation step (RFC 7322, section 3.1). */
export const columns = 72;
export const step = 3;

/** @throws Error that names the line when the source is invalid. */
export function parseSource(text: string): Source {
	const wide = /[^\n\x20-\x7E]/.exec(text);
	if (wide) throw new Error(`Not ASCII: ${JSON.stringify(wide[0])} in "${lineAround(text, wide.index)}"`);
	const end = text.indexOf('\n\n');
	const lines = text.slice(end + 2).split('\n');
	const labels = numberSections(lines);
	return {meta: readMeta(text.slice(0, end)), blocks: readBlocks(lines, labels)};
}

/** Breaks words into lines no wider than `columns`; `first` and `rest` are prefixes of the lines. */
export function wrap(text: string, first: string, rest: string): string[] {
	const lines: string[] = [];
	let line = first;
	let empty = true;
	// Keeps words that belong together on one line.
	const glued = text.replace(/\b(RFC|Sections?|port|step|page|GET|[A-Z]+ RFC) (?=\d|n\b)/g, '$1\0');
	for (const word of glued.split(/\s+/).filter(Boolean)) {
		if (!empty && line.length + 1 + word.length > columns) {
			lines.push(line);
			line = rest;
			empty = true;
		}
		line += (empty ? '' : ' ') + word;
		empty = false;
	}
	return [...lines, line].map(each => each.replaceAll('\0', ' '));
}

/** Folds lines wider than `width` with the single backslash of RFC 8792, section 7. */
export function fold(lines: readonly string[], width: number): string[] {
	if (lines.every(line => line.length <= width)) return [...lines];
	const note = " NOTE: '\\' line wrapping per RFC 8792 ";
	const bars = '='.repeat(Math.floor((width - note.length) / 2));
	const folded = [`${bars}${note}${bars}`, ''];
	for (let line of lines) {
		while (line.length > width) {
			let cut = width - 1;
			// Leading white space of a continuation line is ignored, so do not cut there.
			while (line[cut] === ' ') cut--;
			folded.push(`${line.slice(0, cut)}\\`);
			line = line.slice(cut);
		}
		folded.push(line);
	}
	return folded;
}

function readMeta(head: string): Meta {
	const values = new Map(
		head.split('\n').map(line => [line.slice(0, line.indexOf(':')), line.replace(/^.*?:\s*/, '')]),
	);
	const value = (key: string): string => {
		const found = values.get(key);
		if (!found) throw new Error(`The head has no "${key}"`);
		return found;
	};
	return {number: Number(value('number')), title: value('title'), short: value('short'), date: value('date')};
}

type Heading = {readonly level: number; readonly title: string; readonly label: string | undefined};

function asHeading(line: string): Heading | undefined {
	const match = /^(#{1,3}) (.*?)(?: \{([\w-]+)\})?$/.exec(line);
	return match ? {level: match[1]?.length ?? 1, title: match[2] ?? '', label: match[3]} : undefined;
}

/** Numbers sections: `numbers` by line, `labels` by name. */
function numberSections(lines: readonly string[]) {
	const counters = [0, 0, 0];
	const numbers = new Map<number, string>();
	const labels = new Map<string, string>();
	let verbatim = false;
	lines.forEach((line, at) => {
		if (line.trim().startsWith('```')) verbatim = !verbatim;
		const heading = verbatim ? undefined : asHeading(line);
		if (!heading) return;
		counters[heading.level - 1] = (counters[heading.level - 1] ?? 0) + 1;
		counters.fill(0, heading.level);
		const number = counters.slice(0, heading.level).join('.');
		numbers.set(at, number);
		if (heading.label) labels.set(heading.label, number);
	});
	return {numbers, labels};
}

function readBlocks(lines: readonly string[], {numbers, labels}: ReturnType<typeof numberSections>): Block[] {
	const blocks: Block[] = [];
	const resolve = (text: string): string =>
		text.replace(/\{\{([\w-]+)\}\}/g, (_, label: string) => {
			const number = labels.get(label);
			if (!number) throw new Error(`No section is labelled {${label}}`);
			return number;
		});
	let at = 0;
	while (at < lines.length) {
		const line = lines[at] ?? '';
		const number = numbers.get(at);
		if (line.trim() === '') {
			at++;
		} else if (number) {
			blocks.push(headingBlock(number, asHeading(line)));
			at++;
		} else if (line.trim().startsWith('```')) {
			const close = lines.findIndex((each, index) => index > at && each.trim() === '```');
			if (close < 0) throw new Error(`Nothing ends the verbatim lines after "${lines[at - 1]}"`);
			blocks.push(verbatimBlock(line, lines.slice(at + 1, close)));
			at = close + 1;
		} else {
			let close = at + 1;
			while (close < lines.length && !beginsBlock(lines[close] ?? '')) close++;
			const tight = at > 0 && (lines[at - 1] ?? '').trim() !== '' && blocks.at(-1)?.kind === 'paragraph';
			blocks.push(...textBlocks(lines.slice(at, close).map(resolve), tight));
			at = close;
		}
	}
	return blocks;
}

const beginsBlock = (line: string): boolean => /^\s*$|^#{1,3} |^\s*```|^\s*(?:[-*]|\d+\.) /.test(line);

function headingBlock(number: string, heading: Heading | undefined): Block {
	if (!heading) throw new Error(`Section ${number} has no heading`);
	const text = `${number}.  ${heading.title}`;
	if (text.length > columns - 12) throw new Error(`Too long for the table of contents: ${text}`);
	const entry = {level: heading.level, text};
	return {kind: 'heading', lines: [text], keepWithNext: true, tight: false, entry};
}

function verbatimBlock(fence: string, lines: readonly string[]): Block {
	const indent = step + (fence.startsWith('  ') ? step : 0);
	const content = lines.map(line => line.slice(fence.startsWith('  ') ? Math.min(2, line.search(/\S|$/)) : 0));
	const shown = fence.trim() === '```fold' ? fold(content, columns - indent) : content;
	for (const line of shown) if (line.length > columns - indent) throw new Error(`Wider than a page: ${line}`);
	const padded = shown.map(line => (line === '' ? '' : ' '.repeat(indent) + line));
	return {kind: 'verbatim', lines: padded, keepWithNext: false, tight: false};
}

function textBlocks(lines: readonly string[], tight: boolean): Block[] {
	const [head = '', ...rest] = lines;
	const indent = ' '.repeat(head.startsWith('  ') ? step * 2 : step);
	const term = /^\s*\* (.*)$/.exec(head)?.[1];
	if (term !== undefined) {
		const body = textBlocks([`  ${rest.map(line => line.trim()).join(' ')}`], true);
		return [{kind: 'heading', lines: wrap(term, indent, indent), keepWithNext: true, tight}, ...body];
	}
	const mark = /^\s*(-|\d+\.) /.exec(head)?.[1];
	const sign = mark === undefined ? '' : `${mark === '-' ? 'o' : mark}  `;
	const text = lines
		.join(' ')
		.trim()
		.slice(mark === undefined ? 0 : mark.length + 1);
	const wrapped = wrap(text, indent + sign, indent + ' '.repeat(sign.length));
	return [{kind: 'paragraph', lines: wrapped, keepWithNext: text.endsWith(':'), tight}];
}

function lineAround(text: string, index: number): string {
	return text.slice(text.lastIndexOf('\n', index) + 1, index + 20).split('\n')[0] ?? '';
}
