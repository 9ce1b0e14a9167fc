/** The RFCs of a copy of an index, as rows: what they are sorted by, found by, and told as. Pure. */
import type {Column} from '../order/sorted-view.ts';
import type {RfcRecord} from '../protocol/message.ts';
import type {RfcColumn, RfcRow} from './index-window-source.ts';

/** The holders are by host, address and port; never empty while it is in the table. */
export type Entry = {readonly rfc: number; readonly holders: RfcRecord[]};

/** What RFCs can be sorted by, beside their numbers. */
export const rfcColumns: Readonly<Record<RfcColumn, Column<Entry>>> = {
	number: {value: ({rfc}) => rfc},
	title: {value: ({holders}) => holders[0]?.title ?? ''},
	holders: {value: ({holders}) => holders.length},
};

/** A person may type `2616`, `rfc2616` or `rfc 2616`. */
export const searchedText = (rfc: number, title: string): string => `rfc${rfc} ${rfc} ${title}`;

export const rowOf = ({rfc, holders}: Entry): RfcRow => ({
	rfc,
	title: holders[0]?.title ?? '',
	holders: holders.length,
	versions: new Set(holders.flatMap(({digest}) => digest ?? [])).size,
});
