/** What is remembered from one frame to the next, so that a row that stays is taken apart once. */

/**
 * Rows that are remembered: some screens. Taken apart, a wide one is 20 KB: under load 20,000 of them came to 400 MB.
 */
const mostRows = 1000;
/** Characters and rows of which the width is remembered. */
const mostWidths = 20_000;

type Caches = {readonly widths: Map<unknown, unknown>; readonly styledChars: Map<unknown, unknown>};

let kept: Caches | undefined;

/** The same caches as for the frame before; new ones where they have become too large. */
export function keptCaches<Made extends Caches>(Kind: new () => Made): Made {
	if (kept === undefined || kept.styledChars.size > mostRows || kept.widths.size > mostWidths) kept = new Kind();
	return kept as Made;
}
