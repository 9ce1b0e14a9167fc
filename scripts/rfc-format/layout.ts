/** Lays out a parsed source in pages as in RFC texts: head, running headers and footers, contents, form feeds. */

import {type Block, columns, type Meta, type Source, step, wrap} from './parse.ts';

/** Lines of a page including header and footer; a form feed on a line of its own follows. */
const pageLines = 58;
/** Lines available for text: later pages spend three on the header, all pages three on the footer. */
const firstPageRoom = pageLines - 3;
const laterPageRoom = pageLines - 6;

type Paginated = {readonly pages: readonly (readonly string[])[]; readonly pageOf: ReadonlyMap<Block, number>};

/** The text of the document. Laid out twice, since the first pass finds the page of each section. */
export function layOut(source: Source): string {
	const start = source.blocks.findIndex(block => block.entry !== undefined);
	const abstract = source.blocks.slice(0, start);
	const body = source.blocks.slice(start);
	const paginateWith = (pageOf: ReadonlyMap<Block, number>): Paginated =>
		paginate([
			...frontMatter(source.meta),
			plainHeading('Abstract'),
			...abstract,
			plainHeading('Table of Contents'),
			contents(body, pageOf),
			...body,
		]);
	const {pages} = paginateWith(paginateWith(new Map()).pageOf);
	return pages.map((lines, index) => dress(lines, index + 1, source.meta)).join('');
}

function paginate(blocks: readonly Block[]): Paginated {
	const pages: string[][] = [[]];
	const pageOf = new Map<Block, number>();
	const room = (): number => (pages.length === 1 ? firstPageRoom : laterPageRoom);
	const page = (): string[] => pages.at(-1) ?? [];
	blocks.forEach((block, index) => {
		if (page().length + gapBefore(block) + linesTogether(blocks, index) > room()) pages.push([]);
		pageOf.set(block, pages.length);
		if (page().length > 0) page().push(...Array<string>(gapBefore(block)).fill(''));
		let rest = block.lines;
		while (rest.length > room() - page().length) {
			// Never leaves a single line of a paragraph for the next page.
			const spare = block.kind === 'paragraph' ? rest.length - 2 : rest.length;
			const count = Math.min(room() - page().length, spare);
			page().push(...rest.slice(0, count));
			rest = rest.slice(count);
			pages.push([]);
		}
		page().push(...rest);
	});
	return {pages, pageOf};
}

const gapBefore = (block: Block): number => (block.tight ? 0 : 1);

/** How many lines, from the first of the block, a page break must not separate. */
function linesTogether(blocks: readonly Block[], index: number): number {
	const block = blocks[index];
	if (!block) return 0;
	const next = blocks[index + 1];
	if (block.keepWithNext && next) {
		const all = block.lines.length + gapBefore(next) + linesTogether(blocks, index + 1);
		return Math.min(all, laterPageRoom);
	}
	if (block.kind === 'paragraph' && block.lines.length > 3) return 2;
	return block.lines.length > laterPageRoom ? 1 : block.lines.length;
}

function contents(body: readonly Block[], pageOf: ReadonlyMap<Block, number>): Block {
	const lines = body.flatMap(block => {
		if (!block.entry) return [];
		const text = `${' '.repeat(step + 2 * (block.entry.level - 1))}${block.entry.text} `;
		const page = String(pageOf.get(block) ?? '');
		return [text + page.padStart(columns - text.length, '.')];
	});
	// May be broken between any two lines, unlike other verbatim text.
	return {kind: 'paragraph', lines, keepWithNext: false, tight: false};
}

function frontMatter(meta: Meta): Block[] {
	const sides = [
		['P2P-CI Sample Series', 'p2pci project'],
		[`Request for Comments: ${meta.number}`, meta.date],
		['Category: Informational', ''],
	] as const;
	const head = sides.map(([left, right]) => (left + right.padStart(columns - left.length)).trimEnd());
	const title = balance(meta.title).map(line => ' '.repeat(Math.floor((columns - line.length) / 2)) + line);
	const status =
		'This is a sample document of the p2pci project. It was written to be shared, searched and read with that ' +
		'program, and it is not part of the RFC series that the RFC Editor publishes: numbers from 900001 on are used ' +
		'here because that series is far from them. It may be passed on under the licence of that project.';
	return [
		{kind: 'verbatim', lines: ['', '', ...head, '', '', ...title, ''], keepWithNext: false, tight: true},
		plainHeading('Status of This Memo'),
		{kind: 'paragraph', lines: wrap(status, ' '.repeat(step), ' '.repeat(step)), keepWithNext: false, tight: false},
	];
}

/** Breaks a title into as few lines as possible, of about equal length. */
function balance(title: string): string[] {
	const words = title.split(' ');
	if (title.length <= 60) return [title];
	let best = [title];
	for (let cut = 1; cut < words.length; cut++) {
		const lines = [words.slice(0, cut).join(' '), words.slice(cut).join(' ')];
		if (widest(lines) < widest(best)) best = lines;
	}
	if (widest(best) > 64) throw new Error(`The title needs more than two lines: ${title}`);
	return best;
}

const widest = (lines: readonly string[]): number => Math.max(...lines.map(line => line.length));

const plainHeading = (text: string): Block => ({kind: 'heading', lines: [text], keepWithNext: true, tight: false});

/** Adds header and footer to a page and ends it with a form feed. */
function dress(lines: readonly string[], number: number, meta: Meta): string {
	const header = number === 1 ? [] : [threeColumns(`RFC ${meta.number}`, meta.short, meta.date), '', ''];
	const body = [...header, ...lines];
	const fill = Array<string>(pageLines - 1 - body.length).fill('');
	const footer = threeColumns('p2pci project', 'Informational', `[Page ${number}]`);
	return `${[...body, ...fill, footer].join('\n')}\n\f\n`;
}

function threeColumns(left: string, middle: string, right: string): string {
	const start = Math.floor((columns - middle.length) / 2);
	if (start <= left.length || start + middle.length + right.length >= columns) throw new Error(`Too wide: ${middle}`);
	const begin = left.padEnd(start) + middle;
	return begin + right.padStart(columns - begin.length);
}
