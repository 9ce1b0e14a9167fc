/** The details of a transfer: what came of it so far, from whom, and where it is. */
import type {Download, DownloadSource, DownloadState, Upload} from '../../peer/peer-state.ts';
import {clockTime} from '../../text/clock-time.ts';
import {factOf} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {address, ahead, rate} from '../format.ts';
import {keyOf} from '../keys.ts';
import {labelled} from '../kit/labelled.ts';
import {type Lines, wrapped} from '../kit/lines.ts';
import {failureWords} from '../news.ts';
import type {Transfer} from './transfer-rows.ts';
import {shareOf} from './transfer-words.ts';

type At = {readonly width: number; readonly now: number};

const stateWords = (): Readonly<Record<DownloadState['kind'], string>> => ({
	queued: 'waits for its turn',
	connecting: 'asked for, no answer yet',
	running: 'on its way',
	paused: `paused: ${keyOf('pause', 'transfers')} lets it go on`,
	waiting: 'waits for a holder that can send it',
	verifying: 'all is here and is being checked',
	done: 'is here, and shared',
	'already-here': 'was here already',
	differs: `is here beside your file: ${keyOf('replace', 'peer')} takes it, ${keyOf('keep', 'peer')} keeps yours`,
	failed: `failed: ${keyOf('retry', 'transfers')} tries again, ${keyOf('drop', 'transfers')} drops it`,
	cancelled: `stopped: ${keyOf('retry', 'transfers')} tries again, ${keyOf('drop', 'transfers')} drops it`,
});

function progress(state: DownloadState, {now, width}: At): readonly string[] {
	const lines: string[] = [];
	if ('received' in state) {
		const total = 'total' in state && state.total !== undefined ? ` of ${count(state.total)}` : '';
		lines.push(`${count(state.received)}${total} bytes are here`);
	}
	if ('bytes' in state) lines.push(`${count(state.bytes)} bytes`);
	if ('file' in state) lines.push(...labelled('file', printable(state.file), width));
	if ('retryAt' in state)
		lines.push(...labelled('again', `in ${ahead(state.retryAt - now)} (${keyOf('retry', 'transfers')} now)`, width));
	// Without advice while it is tried again by itself.
	if (state.kind === 'failed') lines.push('', failureWords(state));
	else if ('failure' in state) lines.push('', factOf(state.failure));
	return lines;
}

const sourceWords = {
	connecting: 'connects',
	sending: 'sends',
	resting: 'is asked for nothing now',
	dropped: 'is not asked any more',
} as const;

/** A source, and how much it sent; as long as the download has not ended, what it does now. */
function sourceLines(source: DownloadSource, all: number, ended: boolean): readonly string[] {
	const share = all === 0 ? '' : `, ${shareOf(source.bytes, all)}% of what came`;
	const speed = source.state === 'sending' ? `, ${rate(source.rate)}` : '';
	const place = `${printable(source.host)} ${address(source.address, source.port)}`;
	return [
		ended ? place : `${place} ${sourceWords[source.state]}`,
		`  ${count(source.bytes)} bytes${share}${speed}`,
		...(source.failure === undefined ? [] : [`  ${factOf(source.failure)}`]),
	];
}

/** Where it comes from, or came from: the only source in a line, several in the order of what they sent. */
function originLines({source, sources, state}: Download, width: number): readonly string[] {
	const ended = state.kind === 'done' || state.kind === 'already-here';
	const [only = source, other] = sources;
	if (sources.length === 0 || (ended && other === undefined)) {
		const place = `${printable(only.host)} at ${address(only.address, only.port)}`;
		return only.host === '' ? [] : labelled('from', place, width);
	}
	const all = sources.reduce((sum, each) => sum + each.bytes, 0);
	const listed = ended ? sources.toSorted((a, b) => b.bytes - a.bytes) : sources;
	return [`${counted(sources.length, 'source')}:`, ...listed.flatMap(each => sourceLines(each, all, ended))];
}

function downloadLines(download: Download, at: At): readonly string[] {
	const {rfc, title, started, state, digest} = download;
	return [
		`RFC ${rfc} ${printable(title)}`,
		stateWords()[state.kind],
		'',
		...progress(state, at),
		...labelled(state.kind === 'queued' ? 'asked' : 'started', clockTime(started), at.width),
		...originLines(download, at.width),
		'',
		...labelled('digest', digest === undefined ? 'none declared: it cannot be checked' : printable(digest), at.width),
	];
}

const uploadLines = ({rfc, to, started, sent, total, whole = total}: Upload): readonly string[] => [
	`RFC ${rfc} to ${printable(to)}`,
	'',
	`started at ${clockTime(started)}`,
	`${count(sent)} of ${count(whole)} bytes`,
];

/** A download, an upload, or a wanted RFC. */
export function transferDetails(transfer: Transfer, at: At): Lines {
	const {width} = at;
	if (transfer.way === 'up') return wrapped(uploadLines(transfer.upload), width);
	if (transfer.way === 'wanted') {
		return wrapped(
			[
				`RFC ${transfer.rfc} is wanted: it comes as soon as somebody shares it.`,
				'',
				`${keyOf('drop', 'transfers')} takes it off the list.`,
			],
			width,
		);
	}
	return wrapped(downloadLines(transfer.download, at), width);
}
