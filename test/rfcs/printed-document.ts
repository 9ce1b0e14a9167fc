/** Reads a laid out document back, knowing nothing of the script that made it. */

export type Page = {readonly number: number; readonly lines: readonly string[]};

export type Heading = {readonly number: string; readonly title: string; readonly page: number; readonly line: number};

/** Pages without their form feeds. */
export function pagesOf(text: string): Page[] {
	return text
		.split('\f\n')
		.slice(0, -1)
		.map((page, index) => ({number: index + 1, lines: page.replace(/\n$/, '').split('\n')}));
}

/** The lines of a page between its header and its footer. */
export function bodyOf(page: Page): readonly string[] {
	return page.lines.slice(page.number === 1 ? 0 : 1, -1);
}

/** Numbered headings: they stand at the left edge, where nothing else that is numbered does. */
export function headingsOf(pages: readonly Page[]): Heading[] {
	return pages.flatMap(page =>
		page.lines.flatMap((text, line) => {
			const match = /^(\d+(?:\.\d+)*)\. {2}(\S.*)$/.exec(text);
			return match ? [{number: match[1] ?? '', title: match[2] ?? '', page: page.number, line}] : [];
		}),
	);
}

/** Lines of the table of contents: number, title and the page that it names. */
export function contentsOf(pages: readonly Page[]): Omit<Heading, 'line'>[] {
	return pages.flatMap(page =>
		page.lines.flatMap(text => {
			const match = /^ {3,}(\d+(?:\.\d+)*)\. {2}(\S.*?) \.+(\d+)$/.exec(text);
			return match ? [{number: match[1] ?? '', title: match[2] ?? '', page: Number(match[3])}] : [];
		}),
	);
}

/** The text as one line: page breaks, running lines and line ends are spaces. */
export function flowOf(pages: readonly Page[]): string {
	return pages.flatMap(bodyOf).join(' ').replace(/\s+/g, ' ');
}

/** The centred lines between the block on top and the first heading. */
export function titleLinesOf(pages: readonly Page[]): string[] {
	const first = pages[0]?.lines ?? [];
	const end = first.indexOf('Status of This Memo');
	const start = first.findIndex(line => line.startsWith('Category:')) + 1;
	return first.slice(start, end).filter(line => line !== '');
}

/** Verbatim blocks with long lines folded by RFC 8792 (one backslash), as they were before. */
export function unfold(lines: readonly string[]): string[] {
	if (!/^=+ NOTE: '\\' line wrapping per RFC 8792 =+$/.test(lines[0] ?? '')) return [...lines];
	return lines
		.slice(2)
		.join('\n')
		.replace(/\\\n */g, '')
		.split('\n');
}
