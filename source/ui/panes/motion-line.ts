/** The figures of a transfer in columns, so that the bars of all transfers can be compared. */
import {progressBar} from '../../text/progress-bar.ts';
import {bytes} from '../../text/quantity.ts';
import {ofBytes, percent} from '../format.ts';
import {type Column, cellsLine, type Placed, placeColumns} from '../kit/table.ts';

/** The figures of a running transfer. */
export type Motion = {
	readonly start: string;
	readonly done: number;
	readonly total: number | undefined;
	/** The rate, or a word in its place. */
	readonly speed: string;
	readonly left: string;
	readonly who: string;
};

/** From this width on bars are twice as long, and downloads show their title. */
export const roomy = 110;

const motionColumns = (barWidth: number): readonly Column<Motion>[] => [
	{title: '', width: 9, drop: 0, cell: motion => motion.start},
	{
		title: '',
		width: barWidth,
		drop: 3,
		cell: ({done, total}) => (total === undefined ? '' : progressBar(done / total, barWidth)),
	},
	{title: '', width: 4, drop: 0, cell: ({done, total}) => (total === undefined ? '' : percent(done, total))},
	{
		title: '',
		width: 12,
		align: 'right',
		drop: 1,
		cell: ({done, total}) => (total === undefined ? bytes(done) : ofBytes(done, total)),
	},
	{title: '', width: 9, align: 'right', drop: 0, cell: motion => motion.speed},
	{title: '', width: 6, align: 'right', drop: 2, cell: motion => motion.left},
	{title: '', width: 10, grows: true, drop: 0, cell: motion => ` ${motion.who}`},
];

const shortBars = motionColumns(12);
const longBars = motionColumns(24);

const placed = (width: number): readonly Placed<Motion>[] =>
	placeColumns(width < roomy ? shortBars : longBars, width + 3);

export const motionLine = (motion: Motion, width: number): string => cellsLine(motion, placed(width));

/** The same for who does not send: the words about that have the room of the figures. */
export function stoppedLine(stopped: Pick<Motion, 'start' | 'done' | 'total' | 'who'>, width: number): string {
	const columns = placed(width);
	const figures = columns.filter(({column}) => column.align === 'right');
	const room = figures.reduce((sum, figure) => sum + figure.width + 1, 0);
	const kept = columns.filter(at => !figures.includes(at));
	const roomier = kept.map(at => (at.column.grows ? {...at, width: at.width + room} : at));
	return cellsLine({...stopped, speed: '', left: ''}, roomier);
}
