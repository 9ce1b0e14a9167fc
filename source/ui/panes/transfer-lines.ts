/** A transfer in one line: sign, number, bar, share, bytes, rate, time left, source. */
import type {Download, DownloadSource, Upload} from '../../peer/peer-state.ts';
import {printable} from '../../text/printable.ts';
import {bytes, count} from '../../text/quantity.ts';
import {shortReason} from '../../text/transfer-reasons.ts';
import {cut, displayWidth} from '../../text/width.ts';
import {ahead, rate, timeLeft} from '../format.ts';
import {keyOf} from '../keys.ts';
import type {Cell, Column} from '../kit/table.ts';
import {motionLine, roomy, stoppedLine} from './motion-line.ts';
import type {Transfer} from './transfer-rows.ts';
import {cameWords, placeWords, sourceWords, verdictWords} from './transfer-words.ts';

const start = (sign: string, rfc: number): string => `${sign} ${String(rfc).padStart(6)}`;

/** The time left, if it is known. */
const leftOf = (done: number, total: number | undefined, perSecond: number): string =>
	total === undefined ? '' : timeLeft(total - done, perSecond);

/** The present sources; only their number if each has a line of its own below. */
const senders = ({source, sources}: Download): string =>
	sources.length > 1 ? `${sources.length} sources` : printable((sources[0] ?? source).host) || 'asking who has it';

/** Bytes a second: below that, a source that has failed before stalls. */
const stallingRate = 1024;

/** Why next to nothing comes; undefined while something does, or when a source has never failed. */
function stalling({sources}: Download): string | undefined {
	const failures = sources.flatMap(({failure, rate}) => (rate < stallingRate ? (failure ?? []) : []));
	const [failure] = failures;
	if (failure === undefined || failures.length < sources.length) return undefined;
	return sources.length === 1 ? shortReason(failure) : 'nobody sends now';
}

type At = {
	readonly width: number;
	readonly now: number;
	/** The ids of the queued downloads, the next first. */
	readonly queue: readonly number[];
};

/** Width from which a failed download has room to say that it goes on by itself. */
const awaitsFrom = 60;

/** Why it stopped, and what happens next; if there is no room for both, the reason is cut. */
function broken(head: string, why: string, {next, width}: {readonly next: string; readonly width: number}): string {
	const room = width - displayWidth(head) - 2 - displayWidth(next);
	// The part after a comma or in brackets is detail: all of it is dropped.
	const short = displayWidth(why) <= room ? why : why.replace(/(?:,| \().*$/, '');
	return `${head}  ${cut(short, Math.max(8, room))}${next}`;
}

/** What has come, and how to read it, if there is room to say that. */
function readable(text: string, width: number): string {
	const hint = ` · ${keyOf('open', 'transfers')} reads it`;
	return displayWidth(text) + displayWidth(hint) <= width ? `${text}${hint}` : text;
}

/** How much of it is here, if anything. */
const kept = (received: number, word: string): string => (received > 0 ? ` (${bytes(received)} ${word})` : '');

function downloadCell(download: Download, {width, now, queue}: At): Cell {
	const {id, rfc, source, state} = download;
	const from = printable(source.host);
	switch (state.kind) {
		case 'queued':
			return {text: `${start('○', rfc)}  ${placeWords(id, queue)} · ${keyOf('drop', 'transfers')} drop`, tone: 'dim'};
		case 'connecting':
			return {
				text: `${start('◐', rfc)}  ${from === '' ? 'asking who has it' : `asking ${from} for it`}`,
				tone: 'busy',
			};
		case 'running': {
			const {received: done, total, rate: perSecond} = state;
			const why = stalling(download);
			if (why !== undefined) {
				const motion = {start: start('◐', rfc), done, total, speed: 'stalled', left: '', who: why};
				const hint = ` · ${keyOf('drop', 'transfers')} drop`;
				const hinted = motionLine({...motion, who: `${why}${hint}`}, width);
				return {text: hinted.includes(hint) ? hinted : motionLine(motion, width), tone: 'busy'};
			}
			const left = leftOf(done, total, perSecond);
			const who = width < roomy ? senders(download) : `${senders(download)} · ${printable(download.title)}`;
			const motion = {start: start('◐', rfc), done, total, speed: rate(perSecond), left, who};
			return {text: motionLine(motion, width), tone: 'plain'};
		}
		case 'verifying':
			return {text: `${start('◐', rfc)}  all ${bytes(state.bytes)} are here, SHA-256 is being checked`, tone: 'busy'};
		case 'paused': {
			const {received: done, total} = state;
			const motion = {
				start: start('‖', rfc),
				done,
				total,
				speed: 'paused',
				left: '',
				who: `${keyOf('pause', 'transfers')} goes on`,
			};
			return {text: motionLine(motion, width), tone: 'dim'};
		}
		case 'waiting': {
			const why = `${shortReason(state.failure)}${kept(state.received, 'kept')}`;
			const next = `: again in ${ahead(state.retryAt - now)} · ${keyOf('retry', 'transfers')} now · ${keyOf('drop', 'transfers')} drop`;
			return {text: broken(start('…', rfc), why, {next, width}), tone: 'busy'};
		}
		case 'done':
			return {
				text: readable(
					`${start('✓', rfc)}  ${cameWords(state)} from ${sourceWords(download)}, ${verdictWords[state.verified]}`,
					width,
				),
				tone: 'good',
			};
		case 'already-here':
			return {
				text: readable(`${start('✓', rfc)}  here already, byte for byte (${bytes(state.bytes)})`, width),
				tone: 'good',
			};
		case 'differs':
			return {
				text: `${start('≠', rfc)}  ${from}'s has ${count(state.bytes)} bytes, yours ${count(state.existingBytes)}: take the new one? ${keyOf('replace', 'peer')}/${keyOf('keep', 'peer')}`,
				tone: 'busy',
			};
		case 'failed': {
			const why = `${shortReason(state.failure)}${kept(state.received, 'came')}`;
			const awaits = state.awaits && width >= awaitsFrom ? 'waits for a holder · ' : '';
			return {
				text: broken(start('✗', rfc), why, {
					next: ` · ${awaits}${keyOf('retry', 'transfers')} retry · ${keyOf('drop', 'transfers')} drop`,
					width,
				}),
				tone: 'bad',
			};
		}
		case 'cancelled':
			return {
				text: `${start('✗', rfc)}  stopped at ${bytes(state.received)} · ${keyOf('retry', 'transfers')} retry · ${keyOf('drop', 'transfers')} drop`,
				tone: 'dim',
			};
	}
}

const sourceStates = {
	connecting: {sign: '◐', word: 'connects'},
	sending: {sign: '●', word: 'sends'},
	resting: {sign: '○', word: 'rests'},
	dropped: {sign: '✗', word: 'dropped'},
} as const;

function totalOf({state}: Download): number | undefined {
	if (state.kind === 'verifying') return state.bytes;
	return 'total' in state ? state.total : undefined;
}

/** A source's share of the document, below the line of its download. */
function sourceCell(download: Download, source: DownloadSource, {width, last}: {width: number; last: boolean}): Cell {
	const {sign, word} = sourceStates[source.state];
	const tone = source.state === 'dropped' ? 'bad' : 'dim';
	const branch = `       ${last ? '└' : '├'}`;
	const sends = source.state === 'sending';
	// Its last failure, which names it, unless it has recovered.
	const why = source.failure && !(sends && source.rate >= stallingRate) ? shortReason(source.failure) : undefined;
	const who = `${sign} ${why?.replace(/^✗ /, '') ?? printable(source.host)}`;
	if (why !== undefined && !sends) {
		return {text: stoppedLine({start: branch, done: source.bytes, total: totalOf(download), who}, width), tone};
	}
	const motion = {
		start: branch,
		done: source.bytes,
		total: totalOf(download),
		speed: sends ? rate(source.rate) : word,
		left: '',
		who,
	};
	return {text: motionLine(motion, width), tone};
}

function uploadCell(
	{rfc, to, state, sent, total: asked, whole: total = asked, rate: perSecond}: Upload,
	width: number,
): Cell {
	const who = printable(to);
	if (state === 'running') {
		const left = leftOf(sent, total, perSecond);
		const motion = {start: start('▲', rfc), done: sent, total, speed: rate(perSecond), left, who: `to ${who}`};
		return {text: motionLine(motion, width), tone: 'plain'};
	}
	if (state === 'done') {
		const size = sent < total ? `${bytes(sent)} of ${bytes(total)}` : bytes(total);
		return {text: `${start('△', rfc)}  sent to ${who}, ${size}`, tone: 'dim'};
	}
	return {text: `${start('△', rfc)}  ${who} stopped at ${bytes(sent)} of ${bytes(total)}`, tone: 'dim'};
}

function transferCell(transfer: Transfer, at: At): Cell {
	switch (transfer.way) {
		case 'down':
			return downloadCell(transfer.download, at);
		case 'source':
			return sourceCell(transfer.download, transfer.source, {width: at.width, last: transfer.last});
		case 'wanted':
			return {
				text: `${start('◌', transfer.rfc)}  wanted: comes as soon as somebody shares it · ${keyOf('drop', 'transfers')} drop`,
				tone: 'dim',
			};
		case 'up':
			return uploadCell(transfer.upload, at.width);
	}
}

/** The only column of the transfers, `width` cells wide; `now` in ms since the epoch. */
export const transferColumns = (at: At): readonly Column<Transfer>[] => [
	{title: '', width: 10, grows: true, drop: 0, cell: transfer => transferCell(transfer, at)},
];
