const begin = '\u001B[?2026h';
const end = '\u001B[?2026l';

/**
 * Cuts what a program writes into what a terminal shows at once: a synchronized update (DEC private mode 2026) appears
 * as a whole at its end, and everything else as it comes. Text in, complete pieces out, the beginning of an update kept.
 */
export class Frames {
	#kept = '';

	/** The pieces that this text completes. */
	take(text: string): readonly string[] {
		const pieces: string[] = [];
		let rest = this.#kept + text;
		for (let at = rest.indexOf(end); at !== -1; at = rest.indexOf(end)) {
			pieces.push(rest.slice(0, at + end.length));
			rest = rest.slice(at + end.length);
		}
		const from = startIn(rest);
		this.#kept = rest.slice(from);
		return from === 0 ? pieces : [...pieces, rest.slice(0, from)];
	}

	/** What was kept, when nothing follows. */
	flush(): string {
		const kept = this.#kept;
		this.#kept = '';
		return kept;
	}
}

/** Where an update begins, or may begin with what comes next; the end of the text when it does not. */
function startIn(text: string): number {
	const whole = text.indexOf(begin);
	if (whole !== -1) return whole;
	const cut = Array.from(begin, (_, length) => begin.slice(0, length)).findLast(
		part => part !== '' && text.endsWith(part),
	);
	return text.length - (cut?.length ?? 0);
}
