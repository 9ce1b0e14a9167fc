/** The contents of the results: all RFCs, or the holders of one; from the live copy of the index if there is one. */
import {startsWords} from '../../order/filter-words.ts';
import {type RfcRow, rfcRow} from '../../order/rfc-row.ts';
import type {TableWindow} from '../../order/table-view.ts';
import type {Peer} from '../../peer/peer.ts';
import type {Download} from '../../peer/peer-state.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import {isOwn, placeKey} from '../../text/place-key.ts';
import {printable} from '../../text/printable.ts';
import {arraySource, type Source} from '../kit/table-view.ts';
import {type Result, resultKey} from '../panes/results-table.ts';
import {isAmbiguous, versionsOf} from '../panes/versions.ts';
import type {Answer} from './peer-view.ts';

const resultText = (result: Result): string =>
	result.kind === 'rfc'
		? `rfc${result.rfc} ${result.rfc} ${result.title}`
		: `${result.rfc} ${result.record.title} ${result.record.host} ${result.record.address}`;

const of = {keyOf: resultKey, textOf: resultText};
const ofList = {...of, fits: startsWords};

const listed = new WeakMap<readonly RfcRecord[], readonly Result[]>();

/** The RFCs in a list of records, by number. Computed once for each list. */
function rfcsOf(records: readonly RfcRecord[]): readonly Result[] {
	const known = listed.get(records);
	if (known !== undefined) return known;
	const rows = [...Map.groupBy(records, ({rfc}) => rfc)]
		.map(([rfc, holders]) => ({kind: 'rfc' as const, ...rfcRow(rfc, holders)}))
		.sort((a, b) => a.rfc - b.rfc);
	listed.set(records, rows);
	return rows;
}

const asResults = (window: TableWindow<RfcRow>): TableWindow<Result> => ({
	...window,
	rows: window.rows.map(row => ({kind: 'rfc', ...row})),
});

/** The holders of an RFC, from the live copy of the index or else from the answer. */
export function holdersOf(peer: Peer, answer: Answer | undefined, rfc: number): readonly RfcRecord[] {
	const live = peer.index();
	if (live !== undefined) return live.holdersOf(rfc);
	return answer?.records.filter(record => record.rfc === rfc) ?? [];
}

function holderRows(peer: Peer, answer: Extract<Answer, {readonly kind: 'holders'}>): readonly Result[] {
	const {rfc} = answer;
	return versionsOf(holdersOf(peer, answer, rfc)).flatMap(version =>
		version.records.map(record => ({kind: 'holder' as const, rfc, record, version})),
	);
}

export type Results = {
	readonly kind: Result['kind'];
	/** Whether they are several versions of one RFC. */
	readonly ambiguous: boolean;
	readonly source: Source<Result, string>;
};

/** The answer of the index; without one, all RFCs in the live copy, if there is one. */
export function resultsOf(peer: Peer, answer: Answer | undefined): Results {
	if (answer?.kind === 'holders') {
		const rows = holderRows(peer, answer);
		const versions = new Set(rows.map(row => (row.kind === 'holder' ? row.version : undefined)));
		return {kind: 'holder', ambiguous: versions.size > 1, source: arraySource(rows, of)};
	}
	const live = answer?.kind === 'all' ? undefined : peer.index();
	if (live === undefined)
		return {kind: 'rfc', ambiguous: false, source: arraySource(rfcsOf(answer?.records ?? []), ofList)};
	return {
		kind: 'rfc',
		ambiguous: false,
		source: ({anchor, ...query}) =>
			asResults(live.rfcs({...query, ...(anchor === undefined ? {} : {anchor: Number(anchor)})})),
	};
}

/** Whether the peer has the file of a record; if that is unknown, whether it has any file of the RFC. */
export function hasVersion(peer: Peer, {rfc, digest}: RfcRecord): boolean {
	if (!peer.has(rfc)) return false;
	const own = peer.library().find(entry => entry.rfc === rfc)?.digest;
	return digest === undefined || own === undefined || own === digest;
}

/**
 * The holder to download an RFC from: undefined when nobody else has it, `choose` when a person has to choose a
 * version.
 */
export function bestHolder(
	records: readonly RfcRecord[],
	isMine: (record: RfcRecord) => boolean,
): RfcRecord | 'choose' | undefined {
	const versions = versionsOf(records.filter(record => !isMine(record)));
	return isAmbiguous(versions) ? 'choose' : versions[0]?.records[0];
}

/** Downloads from a holder. Returns the download of the same document that is there already, if any. */
export function getFrom(peer: Peer, record: RfcRecord): Download | undefined {
	const before = peer.facts().downloads;
	const id = peer.get(record);
	return before.find(download => download.id === id);
}

/** Others who share the same bytes as a holder: the download may come from any of them. */
function othersLike(peer: Peer, holder: RfcRecord): readonly RfcRecord[] {
	const {rfc, digest} = holder;
	if (digest === undefined) return [];
	const isMine = isOwn(peer.facts());
	const same = holdersOf(peer, undefined, rfc).filter(record => record.digest === digest && !isMine(record));
	return same.filter(record => placeKey(record) !== placeKey(holder));
}

/** Who is asked for a document, without a full stop. */
export function askedWords(peer: Peer, record: RfcRecord): string {
	const {rfc} = record;
	const host = printable(record.host);
	const [other, ...more] = othersLike(peer, record);
	if (other === undefined) return `Asked ${host} for RFC ${rfc}: the file comes straight from that peer`;
	const others = more.length === 0 ? printable(other.host) : `one of ${more.length + 1} other peers`;
	return `Asked for RFC ${rfc}: the file comes straight from ${host} or ${others}`;
}
