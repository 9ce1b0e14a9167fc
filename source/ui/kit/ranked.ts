/** A row of facts; where there is little room, only the most important are shown. Pure. */
import {displayWidth, fit} from '../../text/width.ts';
import type {Theme, Tone} from '../theme.ts';

export type RankedPart = {
	readonly text: string;
	readonly tone?: Tone;
	/** Facts with the highest number are dropped first. */
	readonly rank: number;
	/** At the right end of the row. */
	readonly right?: boolean;
};

const gap = 2;

const widthOf = (parts: readonly RankedPart[]): number =>
	parts.reduce((sum, part) => sum + displayWidth(part.text) + gap, -gap);

/** A row of exactly `width` cells, with one free cell at both ends; the parts keep the given order. */
export function rankedRow(
	parts: readonly RankedPart[],
	{width, theme}: {readonly width: number; readonly theme: Theme},
): string {
	const room = width - 2;
	const byRank = parts.toSorted((a, b) => a.rank - b.rank);
	let count = byRank.length;
	while (count > 1 && widthOf(byRank.slice(0, count)) > room) count--;
	const kept = parts.filter(part => byRank.indexOf(part) < count);
	const [first] = kept;
	if (first === undefined || widthOf(kept) > room) {
		return theme.paint(first?.tone ?? 'plain', fit(` ${first?.text ?? ''}`, width));
	}
	const paint = (some: readonly RankedPart[]): string =>
		some.map(part => theme.paint(part.tone ?? 'plain', part.text)).join(' '.repeat(gap));
	const left = kept.filter(part => part.right !== true);
	const right = kept.filter(part => part.right === true);
	const between = right.length === 0 || left.length === 0 ? 0 : gap;
	const spare = ' '.repeat(room - widthOf(kept) + between);
	return ` ${paint(left)}${spare}${paint(right)} `;
}
