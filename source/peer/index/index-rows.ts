/** The rows of the table of RFCs: sort columns, searchable text, and contents. Pure. */

import {titleOrder} from '../../order/compare.ts';
import type {Column} from '../../order/sorted-view.ts';
import {titleAmong} from '../../order/title-among.ts';
import type {RfcRecord} from '../../protocol/message.ts';
import type {RfcColumn} from './index-window-source.ts';

/** The holders are sorted by host, address and port, and never empty while the entry is in the table. */
export type Entry = {readonly rfc: number; readonly holders: RfcRecord[]};

/** The columns that RFCs can be sorted by. */
export const rfcColumns: Readonly<Record<RfcColumn, Column<Entry>>> = {
	number: {value: ({rfc}) => rfc},
	title: {value: ({holders}) => titleOrder(titleAmong(holders) ?? '')},
	holders: {value: ({holders}) => holders.length},
};

/** A person may type `2616`, `rfc2616` or `rfc 2616`. */
export const searchedText = (rfc: number, title: string): string => `rfc${rfc} ${rfc} ${title}`;
