/** The last row of the screen: the keys that work now. */
import {displayWidth, fit} from '../../text/width.ts';
import type {Theme} from '../theme.ts';

export type BarHint = {
	readonly show: string;
	readonly label: string;
	/** Not possible now: dimmed. */
	readonly disabled?: boolean;
};

const gap = '  ';

const plain = ({show, label}: BarHint): string => `${show} ${label}`;

/** The hints that fit: whole ones are dropped from the right; `last` always stays. */
function kept<Hint extends BarHint>(hints: readonly Hint[], width: number, last: Hint | undefined): readonly Hint[] {
	const room = width - 2 - (last === undefined ? 0 : displayWidth(plain(last)));
	const shown: Hint[] = [];
	let used = 0;
	for (const hint of hints) {
		used += displayWidth(plain(hint)) + gap.length;
		if (used > room) break;
		shown.push(hint);
	}
	return last === undefined ? shown : [...shown, last];
}

/** The hints in exactly `width` cells. */
export function keyBar(
	hints: readonly BarHint[],
	{width, theme, last}: {readonly width: number; readonly theme: Theme; readonly last?: BarHint | undefined},
): string {
	const shown = kept(hints, width, last);
	const text = shown.map(plain).join(gap);
	const painted = shown.map(hint =>
		hint.disabled ? theme.paint('dim', plain(hint)) : `${theme.paint('accent', hint.show)} ${hint.label}`,
	);
	const rest = width - 1 - displayWidth(text);
	return rest < 0 ? fit(` ${text}`, width) : ` ${painted.join(gap)}${' '.repeat(rest)}`;
}

/** The hint at a column of the row drawn by `keyBar`. */
export function hintAt<Hint extends BarHint>(
	hints: readonly Hint[],
	{width, last, column}: {readonly width: number; readonly last?: Hint | undefined; readonly column: number},
): Hint | undefined {
	let from = 1;
	return kept(hints, width, last).find(hint => {
		const start = from;
		from += displayWidth(plain(hint)) + gap.length;
		return column >= start && column < from - gap.length;
	});
}
