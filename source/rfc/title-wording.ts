/** Turns the lines of a title into the single line that a catalogue would list. */

const longestTitle = 1024;

/**
 * Joins the lines of a title into one of at most 1024 characters; undefined when nothing is left. A hyphen at the end
 * of a line joins words; a dash (` -`, `--`) stands by itself.
 */
export function joined(lines: readonly string[]): string | undefined {
	const title = lines
		.reduce((text, line) => (/[\p{L}\d][-/]$/u.test(text) ? text + line : `${text} ${line}`), '')
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^[*_=]+ ?| ?[*_=]+$/g, '');
	return title === '' ? undefined : title.slice(0, longestTitle);
}

/** Up to this number the official index has titles as cataloguers worded them, after it the documents' own. */
const lastOfCataloguers = 1199;

/**
 * The title as the official index lists it. Its cataloguers omitted a leading article, and the number of the document
 * that a title comments on when it is added in parentheses; they wrote out `&`.
 */
export function catalogued(title: string, number: number | undefined): string {
	if (number === undefined || number > lastOfCataloguers) return title;
	const worded = title.replace(/ & /g, ' and ').replace(/(?<=\S),? \((?:NWG\/)?RFC ?#? ?\d+\)$/i, '');
	const rest = worded.replace(/^(?:an?|the) (?=\S+ \S)/i, '');
	return rest === worded ? worded : rest.charAt(0).toUpperCase() + rest.slice(1);
}
