/** How the lines of a title become the one line that a catalogue would list. */

const longestTitle = 1024;

/**
 * Lines of one title as one line of at most 1024 characters; undefined when nothing is left. A hyphen at a line's end joins words; a dash (` -`, `--`) stands by itself.
 */
export function joined(lines: readonly string[]): string | undefined {
	const title = lines
		.reduce((text, line) => (/[\p{L}\d][-/]$/u.test(text) ? text + line : `${text} ${line}`), '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^[*_=]+ ?| ?[*_=]+$/g, '');
	return title === '' ? undefined : title.slice(0, longestTitle);
}

/** Up to this number the official index has titles as cataloguers worded them, from the next on the documents' own. */
const lastOfCataloguers = 1199;

/**
 * As the official index lists it. Its cataloguers left out an article at the start, and the number of the document
 * that a title comments on when that is added in parentheses; they wrote out `&`.
 */
export function catalogued(title: string, number: number | undefined): string {
	if (number === undefined || number > lastOfCataloguers) return title;
	const worded = title.replace(/ & /g, ' and ').replace(/(?<=\S),? \((?:NWG\/)?RFC ?#? ?\d+\)$/i, '');
	const rest = worded.replace(/^(?:an?|the) (?=\S+ \S)/i, '');
	return rest === worded ? worded : rest.charAt(0).toUpperCase() + rest.slice(1);
}
