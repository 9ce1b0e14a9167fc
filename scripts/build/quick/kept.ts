/** What is remembered from one frame to the next, so that a row that stays is taken apart once. */

/** Rows and characters that are remembered: some dozens of screens. */
const most = 20_000;

type Caches = {readonly widths: Map<unknown, unknown>; readonly styledChars: Map<unknown, unknown>};

let kept: Caches | undefined;

/** The same caches as for the frame before; new ones where they have become too large. */
export function keptCaches<Made extends Caches>(Kind: new () => Made): Made {
	if (kept === undefined || kept.widths.size + kept.styledChars.size > most) kept = new Kind();
	return kept as Made;
}
