/** The line above a document with its standing, in which RFCs are links. Pure. */
import type {Reference} from '../../rfc/references.ts';
import type {Standing} from '../../rfc/standing.ts';
import {printable} from '../../text/printable.ts';
import {displayWidth} from '../../text/width.ts';
import {standingSource} from '../standing-words.ts';
import type {Theme, Tone} from '../theme.ts';

type Piece = {readonly text: string; readonly tone: Tone; readonly to?: Reference};

const mostNamed = 6;

function relation(label: string, numbers: readonly number[], tone: Tone): readonly Piece[] {
	if (numbers.length === 0) return [];
	const pieces: Piece[] = [{text: `${label} `, tone}];
	// The latest replacement is the one to read.
	for (const [at, rfc] of numbers.toReversed().slice(0, mostNamed).entries()) {
		if (at > 0) pieces.push({text: ', ', tone});
		pieces.push({text: at === 0 ? `RFC ${rfc}` : String(rfc), tone: 'accent', to: {rfc}});
	}
	if (numbers.length > mostNamed) pieces.push({text: ` and ${numbers.length - mostNamed} more`, tone});
	return pieces;
}

function piecesOf(standing: Standing): readonly Piece[] {
	const {obsoletedBy, updatedBy, obsoletes, updates, status} = standing;
	const groups = [
		relation('✗ obsoleted by', obsoletedBy, 'bad'),
		status === undefined ? [] : [{text: printable(status), tone: status === 'Historic' ? 'bad' : 'dim'} as const],
		relation('updated by', updatedBy, 'dim'),
		relation('obsoletes', obsoletes, 'dim'),
		relation('updates', updates, 'dim'),
	].filter(group => group.length > 0);
	return groups.flatMap((group, at) => (at === 0 ? group : [{text: ' · ', tone: 'dim'} as const, ...group]));
}

export type HeadLine = {
	/** The targets of its links, from left to right, as far as they fit. */
	readonly links: readonly Reference[];
	/** The index of the link at a cell of the line; undefined where there is none. */
	linkAt(cell: number): number | undefined;
	/** The line in its width, with the link of this index under the cursor. */
	paint(theme: Theme, selected: number | undefined): string;
};

/** As many pieces as fit; a relation none of whose RFCs fits is dropped with its words. */
function fitting(pieces: readonly Piece[], room: number): {readonly shown: readonly Piece[]; readonly used: number} {
	const shown: Piece[] = [];
	let used = 0;
	for (const piece of pieces) {
		const more = displayWidth(piece.text);
		if (used + more > room - 2) {
			while (isLabel(shown.at(-1))) used -= displayWidth(shown.pop()?.text ?? '');
			shown.push({text: ' …', tone: 'dim'});
			return {shown, used: used + 2};
		}
		shown.push(piece);
		used += more;
	}
	return {shown, used};
}

/** Whether words make sense only with what follows them. */
const isLabel = (piece: Piece | undefined): boolean => piece !== undefined && / $/.test(piece.text);

/** The line in `width` cells; undefined when nothing is known. */
export function headLine(standing: Standing, width: number): HeadLine | undefined {
	const room = width - 2;
	const {shown, used} = fitting(piecesOf(standing), room);
	if (shown.length === 0) return undefined;
	// What only the document says about itself needs no source.
	const links = shown.flatMap(({to}) => to ?? []);
	const source = links.length > 0 || standing.from.index ? standingSource(standing) : '';
	const told = source !== '' && displayWidth(source) + used + 4 <= room ? `(${source})` : '';
	return {
		links,
		linkAt(cell) {
			let from = 0;
			const linked = shown.flatMap(({text, to}) => {
				const start = from;
				from += displayWidth(text);
				return to === undefined ? [] : [{start, end: from}];
			});
			const index = linked.findIndex(({start, end}) => cell >= start && cell < end);
			return index < 0 ? undefined : index;
		},
		paint(theme, selected) {
			let link = -1;
			const text = shown.map(({text: words, tone, to}) => {
				if (to !== undefined) link++;
				return theme.paint(to !== undefined && link === selected ? 'cursor' : tone, words);
			});
			const gap = ' '.repeat(room - used - displayWidth(told));
			return ` ${text.join('')}${gap}${theme.paint('dim', told)} `;
		},
	};
}
