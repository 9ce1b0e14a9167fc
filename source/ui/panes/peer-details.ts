/** The details of an RFC with its holders, and of one of these. */
import type {DownloadState} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {Standing as Document} from '../../rfc/standing.ts';
import {printable} from '../../text/printable.ts';
import {count, counted} from '../../text/quantity.ts';
import {displayWidth} from '../../text/width.ts';
import {address, millis, percent} from '../format.ts';
import {keyAtStart, keyOf} from '../keys.ts';
import {labelled} from '../kit/labelled.ts';
import {type Lines, wrapped} from '../kit/lines.ts';
import {standingParts} from '../standing-words.ts';
import type {HolderRow, Standing} from './results-table.ts';
import {type DocumentVersion, isAmbiguous, versionsOf} from './versions.ts';

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
		...(isReachable === undefined ? [] : labelled('state', isReachable ? '● reachable' : '✗ unreachable', width)),
		...(ms === undefined ? [] : labelled('answered', `in ${millis(ms)} ms`, width)),
	];
}

/** One holder of an RFC. */
export function recordDetails({record, version}: HolderRow, standing: Standing, width: number): Lines {
	const size = record.size === undefined ? 'not declared' : `${count(record.size)} bytes`;
	const digest =
		record.digest === undefined ? 'not declared: what it sends cannot be checked' : printable(record.digest);
	return wrapped(
		[
			...labelled('holder', printable(record.host), width),
			...labelled('at', address(record.address, record.port), width),
			...labelled('size', size, width),
			...reachLines(record, standing, width),
			...(version.guess === '' ? [] : labelled('vs A', version.guess, width)),
			...(record.modified === undefined ? [] : labelled('changed', printable(record.modified), width)),
			...labelled('digest', digest, width),
			...labelled('title', printable(record.title), width),
			'',
			mineSentence(standing.isMine(record), standing.hasVersion(record)),
		],
		width,
	);
}
