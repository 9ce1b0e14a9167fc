/** The details of what is under the cursor of the peer's screen. */
import type {Download, DownloadSource, DownloadState, Upload} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Standing as Document} from '../../rfc/standing.ts';
import {clockTime} from '../../text/clock-time.ts';
import {factOf} from '../../text/failures.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {displayWidth} from '../../text/width.ts';
import {address, ahead, millis, percent, rate} from '../format.ts';
import {keyAtStart, keyOf} from '../keys.ts';
import {type Lines, linesOf} from '../kit/lines.ts';
import {wrap} from '../kit/wrap.ts';
import {failureWords} from '../news.ts';
import {standingParts} from '../standing-words.ts';
import type {HolderRow, Standing} from './results-table.ts';
import type {Transfer} from './transfer-rows.ts';
import {shareOf} from './transfer-words.ts';
import {type DocumentVersion, isAmbiguous, versionsOf} from './versions.ts';

const wrapped = (lines: readonly string[], width: number): Lines =>
	linesOf(lines.flatMap(line => (displayWidth(line) <= width ? [line] : wrap(line, width))));

/** Whether a holder can be reached, as far as that is known: `● 0.4 ms`. */
function reachOf(record: RfcRecord, standing: Standing): string {
	if (standing.isMine(record)) return '';
	const ms = standing.answerMs(record);
	if (standing.isReachable(record) === false) return '✗ unreachable';
	return ms === undefined ? '' : `● ${millis(ms)} ms`;
}

/** A holder, its address and its standing in one line; the address is left out if there is no room for both. */
function holderLines(record: RfcRecord, standing: Standing, width: number): readonly string[] {
	const name = `  ${printable(record.host)}${standing.isMine(record) ? ' (me)' : ''}`;
	const place = address(record.address, record.port);
	const reach = reachOf(record, standing);
	const full = reach === '' ? `${name} ${place}` : `${name} ${place}  ${reach}`;
	if (displayWidth(full) <= width) return [full];
	return reach === '' ? [name, `    ${place}`] : [`${name}  ${reach}`];
}

/** A value with its name, in a column of its own if the value still fits. */
const labelled = (label: string, value: string, width: number): string =>
	label.length < 9 && 9 + value.length <= width ? `${label.padEnd(9)}${value}` : `${label} ${value}`;

function versionHead({letter, records, digest, size, guess}: DocumentVersion, lettered: boolean): string {
	const facts = [
		size === undefined ? undefined : `${count(size)} B`,
		digest === undefined ? 'no digest: unverified' : undefined,
		guess === '' ? undefined : guess,
	].filter(fact => fact !== undefined);
	return `${lettered ? `${letter} ${count(records.length)}× ` : ''}${facts.join(', ')}`;
}

function mineSentence(isMine: boolean, isHere: boolean): string {
	if (isMine) return `You share it: ${keyOf('read', 'results')} reads it.`;
	if (isHere) return `You have it: ${keyOf('open', 'results')} on its row reads it.`;
	return `${keyAtStart('open', 'results')} on its row gets it, peer to peer.`;
}

const downloadWords = (): Partial<Record<DownloadState['kind'], string>> => ({
	queued: '○ It waits for its turn.',
	connecting: '◐ A holder is being asked for it.',
	verifying: '◐ All of it is here and is being checked.',
	paused: `‖ Its download is paused: ${keyOf('pause', 'transfers')} in Transfers goes on.`,
	waiting: '… It comes as soon as a holder can send it.',
	differs: `≠ A file with other bytes is here: ${keyOf('replace', 'peer')} takes the new one, ${keyOf('keep', 'peer')} keeps yours.`,
	failed: `✗ It did not come: ${keyOf('open', 'results')} tries again, Transfers tells why.`,
});

/** Whether this peer has the RFC, and what Enter does. */
function rfcSentence(rfc: number, records: readonly RfcRecord[], standing: Standing): string {
	const state = standing.downloadOf(rfc)?.state;
	if (state?.kind === 'running') {
		return state.total === undefined
			? '◐ On its way.'
			: `◐ On its way: ${percent(state.received, state.total).trim()}.`;
	}
	const words = state === undefined ? undefined : downloadWords()[state.kind];
	return words ?? mineSentence(records.some(standing.isMine), standing.has(rfc));
}

/** The standing of the document, as far as it is known. */
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
				...version.records.flatMap(record => holderLines(record, standing, width)),
			]),
			'',
			rfcSentence(rfc, records, standing),
		],
		width,
	);
}

/** Whether a holder can be reached, and how long it took to answer, in a line each. */
function reachLines(record: RfcRecord, standing: Standing, width: number): readonly string[] {
	const ms = standing.answerMs(record);
	const isReachable = standing.isMine(record) ? undefined : standing.isReachable(record);
	return [
		...(isReachable === undefined ? [] : [labelled('state', isReachable ? '● reachable' : '✗ unreachable', width)]),
		...(ms === undefined ? [] : [labelled('answered', `in ${millis(ms)} ms`, width)]),
	];
}

/** One holder of an RFC. */
export function recordDetails({record, version}: HolderRow, standing: Standing, width: number): Lines {
	const size = record.size === undefined ? 'not declared' : `${count(record.size)} bytes`;
	const digest =
		record.digest === undefined ? 'not declared: what it sends cannot be checked' : printable(record.digest);
	return wrapped(
		[
			labelled('holder', printable(record.host), width),
			labelled('at', address(record.address, record.port), width),
			labelled('size', size, width),
			...reachLines(record, standing, width),
			...(version.guess === '' ? [] : [labelled('vs A', version.guess, width)]),
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
	if ('file' in state) lines.push(labelled('file', printable(state.file), width));
	if ('retryAt' in state)
		lines.push(labelled('again', `in ${ahead(state.retryAt - now)} (${keyOf('retry', 'transfers')} now)`, width));
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

function sourceLines(source: DownloadSource, all: number): readonly string[] {
	const share = all === 0 ? '' : `, ${shareOf(source.bytes, all)}% of what came`;
	const speed = source.state === 'sending' ? `, ${rate(source.rate)}` : '';
	return [
		`${printable(source.host)} ${address(source.address, source.port)} ${sourceWords[source.state]}`,
		`  ${count(source.bytes)} bytes${share}${speed}`,
		...(source.failure === undefined ? [] : [`  ${factOf(source.failure)}`]),
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
		stateWords()[state.kind],
		'',
		...progress(state, at),
		labelled(state.kind === 'queued' ? 'asked' : 'started', clockTime(started), at.width),
		...from,
		'',
		labelled('digest', digest === undefined ? 'none declared: it cannot be checked' : printable(digest), at.width),
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
