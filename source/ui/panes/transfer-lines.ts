/** A transfer is one line that tells all: sign, number, bar, share, bytes, rate, time left, source. */
import type {Download, Upload} from '../../peer/peer-state.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count, duration} from '../../text/quantity.ts';
import {ofBytes, percent, rate, timeLeft} from '../format.ts';
import {progressBar} from '../kit/progress-bar.ts';
import {type Cell, type Column, cellsLine, placeColumns} from '../kit/table.ts';

export type Transfer =
	| {readonly way: 'down'; readonly download: Download}
	| {readonly way: 'up'; readonly upload: Upload};

export const transferKey = (transfer: Transfer): string =>
	transfer.way === 'down' ? `d${transfer.download.id}` : `u${transfer.upload.id}`;

export function transferText(transfer: Transfer): string {
	if (transfer.way === 'up') return `${transfer.upload.rfc} ${transfer.upload.to}`;
	const {rfc, title, source} = transfer.download;
	return `${rfc} ${title} ${source.host}`;
}

/** What moves now, in numbers. */
type Motion = {
	readonly sign: string;
	readonly rfc: number;
	readonly done: number;
	readonly total: number | undefined;
	readonly rate: number;
	readonly who: string;
};

const barWidth = 12;

const motionColumns: readonly Column<Motion>[] = [
	{title: '', width: 9, drop: 0, cell: motion => start(motion.sign, motion.rfc)},
	{
		title: '',
		width: barWidth,
		drop: 3,
		cell: ({done, total}) => (total === undefined ? '' : progressBar(done / total, barWidth)),
	},
	{title: '', width: 4, drop: 0, cell: ({done, total}) => (total === undefined ? '' : percent(done, total))},
	{
		title: '',
		width: 14,
		align: 'right',
		drop: 1,
		cell: ({done, total}) => (total === undefined ? bytes(done) : ofBytes(done, total)),
	},
	{title: '', width: 10, align: 'right', drop: 0, cell: motion => rate(motion.rate)},
	{
		title: '',
		width: 6,
		align: 'right',
		drop: 2,
		cell: motion => (motion.total === undefined ? '' : timeLeft(motion.total - motion.done, motion.rate)),
	},
	{title: '', width: 8, grows: true, drop: 0, cell: motion => ` ${motion.who}`},
];

const start = (sign: string, rfc: number): string => `${sign} ${String(rfc).padStart(6)}`;

const motionLine = (motion: Motion, width: number): string => cellsLine(motion, placeColumns(motionColumns, width + 2));

const verdicts = {digest: 'digest right', length: 'length right', none: 'length not told by the source'} as const;

function downloadCell({rfc, source, state}: Download, width: number): Cell {
	const from = printable(source.host);
	switch (state.kind) {
		case 'queued':
			return {text: `${start('◌', rfc)}  waits for its turn`, tone: 'dim'};
		case 'paused':
			return {text: `${start('‖', rfc)}  paused at ${bytes(state.received)}`, tone: 'dim'};
		case 'waiting':
			return {text: `${start('…', rfc)}  tried again soon · ${sentence(state.failure)}`, tone: 'busy'};
		case 'verifying':
			return {text: `${start('◐', rfc)}  verifying ${bytes(state.bytes)}`, tone: 'busy'};
		case 'connecting':
			return {text: `${start('◐', rfc)}  connecting to ${from}`, tone: 'busy'};
		case 'running': {
			const motion = {sign: '◐', rfc, done: state.received, total: state.total, rate: state.rate, who: from};
			return {text: motionLine(motion, width), tone: 'plain'};
		}
		case 'done': {
			const checked = verdicts[state.verified];
			return {
				text: `${start('✓', rfc)}  ${bytes(state.bytes)} in ${timeTaken(state.seconds)} from ${from}, ${checked}, shared · enter reads it`,
				tone: 'good',
			};
		}
		case 'already-here':
			return {
				text: `${start('✓', rfc)}  here already, byte for byte (${bytes(state.bytes)}) · enter reads it`,
				tone: 'good',
			};
		case 'differs':
			return {
				text: `${start('≠', rfc)}  ${from}'s has ${count(state.bytes)} bytes, yours ${count(state.existingBytes)}: take the new one? y/n`,
				tone: 'busy',
			};
		case 'failed':
			return {text: `${start('✗', rfc)}  r retry · d drop · ${sentence(state.failure)}`, tone: 'bad'};
		case 'cancelled':
			return {text: `${start('○', rfc)}  stopped at ${bytes(state.received)} · r retry · d drop`, tone: 'dim'};
	}
}

const timeTaken = (seconds: number): string => (seconds < 10 ? `${seconds.toFixed(1)} s` : duration(seconds));

function uploadCell({rfc, to, state, sent, total, rate: speed}: Upload, width: number): Cell {
	const who = printable(to);
	if (state === 'running') {
		return {text: motionLine({sign: '▲', rfc, done: sent, total, rate: speed, who: `to ${who}`}, width), tone: 'plain'};
	}
	if (state === 'done') return {text: `${start('△', rfc)}  sent to ${who}, ${bytes(total)}`, tone: 'dim'};
	return {text: `${start('△', rfc)}  ${who} broke off at ${bytes(sent)} of ${bytes(total)}`, tone: 'dim'};
}

/** The one column of the transfers: `width` cells for the line. */
export const transferColumns = (width: number): readonly Column<Transfer>[] => [
	{
		title: '',
		width: 10,
		grows: true,
		drop: 0,
		cell: transfer =>
			transfer.way === 'down' ? downloadCell(transfer.download, width) : uploadCell(transfer.upload, width),
	},
];

/** Downloads, then uploads; in both what moves before what is over, else the newest first. */
export function transfersOf(downloads: readonly Download[], uploads: readonly Upload[]): readonly Transfer[] {
	const isOver = (download: Download): number => (isActive(download) || download.state.kind === 'differs' ? 0 : 1);
	return [
		...downloads.toSorted((a, b) => isOver(a) - isOver(b)).map(download => ({way: 'down', download}) as const),
		...uploads
			.toSorted((a, b) => Number(a.state !== 'running') - Number(b.state !== 'running'))
			.map(upload => ({way: 'up', upload}) as const),
	];
}

export const isActive = ({state}: Download): boolean => state.kind === 'connecting' || state.kind === 'running';

/** `2 run · 1 failed · 1 sending`, what there is of it. */
export function transferNote(downloads: readonly Download[], uploads: readonly Upload[]): string {
	const counts: readonly (readonly [number, string])[] = [
		[downloads.filter(isActive).length, 'run'],
		[downloads.filter(({state}) => state.kind === 'failed').length, 'failed'],
		[uploads.filter(({state}) => state === 'running').length, 'sending'],
	];
	return counts
		.filter(([number]) => number > 0)
		.map(([number, word]) => `${number} ${word}`)
		.join(' · ');
}
