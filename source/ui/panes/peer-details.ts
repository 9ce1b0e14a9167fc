/** What the details pane of the peer's screen tells about the thing under the cursor. */
import type {Download, DownloadSource, DownloadState, Upload} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Standing as Document} from '../../rfc/standing.ts';
import {clockTime} from '../../text/clock-time.ts';
import {sentence} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {displayWidth} from '../../text/width.ts';
import {address, age, percent, rate} from '../format.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import {wrap} from '../kit/wrap.ts';
import {standingParts} from '../standing-words.ts';
import type {HolderRow, Standing} from './results-table.ts';
import type {Transfer} from './transfer-rows.ts';
import {type DocumentVersion, isAmbiguous, versionsOf} from './versions.ts';

const wrapped = (lines: readonly string[], width: number): Lines =>
	linesOf(lines.flatMap(line => (displayWidth(line) <= width ? [line] : wrap(line, width))));

const holder = (record: RfcRecord, standing: Standing): string =>
	`${standing.isMine(record) ? '●' : ' '} ${printable(record.host)} ${address(record.address, record.port)}`;

/** A name for a value, in a column of its own where the value still fits behind it. */
const labelled = (label: string, value: string, width: number): string =>
	label.length < 9 && 9 + value.length <= width ? `${label.padEnd(9)}${value}` : `${label} ${value}`;

function versionHead({letter, records, digest, size, date, guess}: DocumentVersion, lettered: boolean): string {
	const facts = [
		size === undefined ? undefined : `${count(size)} B`,
		date,
		digest === undefined ? 'no digest: unverified' : undefined,
		guess === '' ? undefined : guess,
	].filter(fact => fact !== undefined);
	return `${lettered ? `${letter} ${count(records.length)}× ` : ''}${facts.join(', ')}`;
}

function mineSentence(isMine: boolean, isHere: boolean): string {
	if (isMine) return 'You share it: R reads it.';
	if (isHere) return 'You have it: enter reads it.';
	return 'Enter gets it, peer to peer.';
}

const downloadWords: Partial<Record<DownloadState['kind'], string>> = {
	queued: '○ It comes when it is its turn.',
	connecting: '◐ It is asked for.',
	verifying: '◐ All of it is here and is being checked.',
	paused: '‖ Its download is paused: p in Transfers goes on.',
	waiting: '… It comes as soon as a holder can send it.',
	differs: '≠ A file with other bytes is here: y takes the new one, n keeps yours.',
	failed: '✗ It did not come: enter tries again, Transfers tells why.',
};

/** How the RFC stands to this peer, and what Enter does about it. */
function rfcSentence(rfc: number, records: readonly RfcRecord[], standing: Standing): string {
	const state = standing.downloadOf(rfc)?.state;
	if (state?.kind === 'running') {
		return state.total === undefined ? '◐ It comes.' : `◐ It comes:${percent(state.received, state.total)}.`;
	}
	const words = state === undefined ? undefined : downloadWords[state.kind];
	return words ?? mineSentence(records.some(standing.isMine), standing.has(rfc));
}

/** How the document stands, as far as it is known. */
const becameLines = (document: Document | undefined): readonly string[] =>
	document === undefined ? [] : standingParts(document).map(({text}) => text);

/** An RFC with its holders, by version. */
export function rfcDetails(
	{rfc, title, records}: {readonly rfc: number; readonly title: string; readonly records: readonly RfcRecord[]},
	standing: Standing,
	width: number,
): Lines {
	const versions = versionsOf(records);
	const lettered = versions.length > 1;
	const several = isAmbiguous(versions) ? `, ${counted(versions.length, 'version')}` : '';
	return wrapped(
		[
			printable(title),
			...becameLines(standing.becameOf(rfc)),
			'',
			`${counted(records.length, 'holder')}${several}`,
			...versions.flatMap(version => [
				versionHead(version, lettered),
				...version.records.map(record => holder(record, standing)),
			]),
			'',
			rfcSentence(rfc, records, standing),
		],
		width,
	);
}

/** One who has an RFC. */
export function recordDetails({record, version}: HolderRow, standing: Standing, width: number): Lines {
	const size = record.size === undefined ? 'not told' : `${count(record.size)} bytes`;
	const digest = record.digest === undefined ? 'not told: what it sends cannot be checked' : printable(record.digest);
	return wrapped(
		[
			labelled('holder', printable(record.host), width),
			labelled('at', address(record.address, record.port), width),
			labelled('size', size, width),
			...(version.guess === '' ? [] : [labelled('to A', version.guess, width)]),
			...(record.modified === undefined ? [] : [labelled('changed', printable(record.modified), width)]),
			labelled('digest', digest, width),
			labelled('title', printable(record.title), width),
			'',
			mineSentence(standing.isMine(record), standing.hasVersion(record)),
		],
		width,
	);
}

type At = {readonly width: number; readonly now: number};

const stateWords: Readonly<Record<DownloadState['kind'], string>> = {
	queued: 'waits for its turn',
	connecting: 'connecting',
	running: 'comes',
	paused: 'paused: p lets it go on',
	waiting: 'waits for a holder that can send it',
	verifying: 'all is here and is being checked',
	done: 'is here, and shared',
	'already-here': 'was here already',
	differs: 'is here beside your file: y takes it, n keeps yours',
	failed: 'failed: r tries again, d drops it',
	cancelled: 'stopped: r tries again, d drops it',
};

function progress(state: DownloadState, {now, width}: At): readonly string[] {
	const lines: string[] = [];
	if ('received' in state) {
		const total = 'total' in state && state.total !== undefined ? ` of ${count(state.total)}` : '';
		lines.push(`${count(state.received)}${total} bytes are here`);
	}
	if ('bytes' in state) lines.push(`${count(state.bytes)} bytes`);
	if ('file' in state) lines.push(labelled('file', printable(state.file), width));
	if ('retryAt' in state) lines.push(labelled('again', `in ${age(state.retryAt - now)} (r now)`, width));
	if ('failure' in state) lines.push('', sentence(state.failure));
	return lines;
}

const sourceWords = {
	connecting: 'connects',
	sending: 'sends',
	resting: 'is asked for nothing now',
	dropped: 'is not asked any more',
} as const;

function sourceLines(source: DownloadSource, all: number): readonly string[] {
	const share = all === 0 ? '' : `, ${percent(source.bytes, all).trim()} of what came`;
	const speed = source.state === 'sending' ? `, ${rate(source.rate)}` : '';
	return [
		`${printable(source.host)} ${address(source.address, source.port)} ${sourceWords[source.state]}`,
		`  ${count(source.bytes)} bytes${share}${speed}`,
		...(source.failure === undefined ? [] : [`  ${sentence(source.failure)}`]),
	];
}

function downloadLines({rfc, title, source, sources, started, state, digest}: Download, at: At): readonly string[] {
	const all = sources.reduce((sum, each) => sum + each.bytes, 0);
	const from =
		sources.length === 0 && source.host !== ''
			? [labelled('from', `${printable(source.host)} at ${address(source.address, source.port)}`, at.width)]
			: [`${counted(sources.length, 'source')}:`, ...sources.flatMap(each => sourceLines(each, all))];
	return [
		`RFC ${rfc} ${printable(title)}`,
		stateWords[state.kind],
		'',
		...progress(state, at),
		labelled('begun', clockTime(started), at.width),
		...from,
		'',
		labelled('digest', digest === undefined ? 'none declared: it cannot be checked' : printable(digest), at.width),
	];
}

const uploadLines = ({rfc, to, started, sent, total}: Upload): readonly string[] => [
	`RFC ${rfc} to ${printable(to)}`,
	'',
	`begun at ${clockTime(started)}`,
	`${count(sent)} of ${count(total)} bytes`,
];

export function transferDetails(transfer: Transfer, at: At): Lines {
	const {width} = at;
	if (transfer.way === 'up') return wrapped(uploadLines(transfer.upload), width);
	if (transfer.way === 'wanted') {
		return wrapped(
			[`RFC ${transfer.rfc} is wanted: it is got as soon as somebody shares it.`, '', 'd takes it off the list.'],
			width,
		);
	}
	return wrapped(downloadLines(transfer.download, at), width);
}
