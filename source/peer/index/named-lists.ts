/** Lists of an index server in P2P-CI/1.1, page by page, while it may change (RFC 900002, sections 4.6 and 4.7). */
import type {IndexAnswer} from '../../net/client.ts';
import {ConnectError} from '../../net/connect.ts';
import type {OutgoingRequest} from '../../protocol/encode.ts';
import type {PeerRecord, RfcRecord} from '../../protocol/message.ts';
import {decimal} from '../../protocol/numbers.ts';
import {parsePeerLine, parseRecordLine} from '../../protocol/records.ts';
import {itemsOf} from './answer-items.ts';
import {demandRoom} from './copy-room.ts';
import {expectOk} from './named-index.ts';

/** Sends a further request on the same connection. */
export type Ask = (request: OutgoingRequest) => Promise<IndexAnswer>;

const pageRecords = 2000;
const largestPage = 10_000;
const mostRestarts = 8;
/** The longest accepted list in bytes: four million records or so. A short record takes more memory than its line. */
const mostListed = 1024 ** 3;
const leastLine = 256;

const page = (kind: 'all' | 'peers', offset: number, limit: number): OutgoingRequest => ({
	method: 'LIST',
	target: {kind},
	fields: [
		['Offset', String(offset)],
		['Limit', String(limit)],
	],
});

export const firstPage = page('all', 0, pageRecords);
export const firstPeers = page('peers', 0, pageRecords);

/** Takes a page. `anew`: the index changed, and all earlier pages are void. */
export type TakePage<Item> = (items: readonly Item[], anew: boolean) => Promise<void> | void;

/** The generations of the first and the last page of a list. If they differ, the list is not a consistent snapshot. */
export type Listed = {readonly since: string | undefined; readonly until: string | undefined};

/**
 * Passes every record on, page by page, beginning with the answer to `firstPage`. The caller handles changes
 * meanwhile: records may come twice, and after a removal others may be missing.
 */
export const recordPages = (first: IndexAnswer, ask: Ask, take: TakePage<RfcRecord>): Promise<Listed> =>
	pages(first, ask, {kind: 'all', parse: parseRecordLine, take, restarts: 0});

/** All records, beginning with the answer to `firstPage`. */
export const listFrom = (first: IndexAnswer, ask: Ask): Promise<readonly RfcRecord[]> =>
	gathered(
		({rfc, host, address, port}) => `${rfc} ${host} ${address} ${port}`,
		take => pages(first, ask, {kind: 'all', parse: parseRecordLine, take, restarts: mostRestarts}),
	);

/** All peers, beginning with the answer to `firstPeers`. */
export const peersFrom = (first: IndexAnswer, ask: Ask): Promise<readonly PeerRecord[]> =>
	gathered(
		({host, address, port, version}) => `${host} ${address} ${port} ${version}`,
		take => pages(first, ask, {kind: 'peers', parse: parsePeerLine, take, restarts: mostRestarts}),
	);

/** `key` identifies an item, so that none is listed twice if the list changes meanwhile. */
async function gathered<Item>(
	key: (item: Item) => string,
	read: (take: TakePage<Item>) => Promise<unknown>,
): Promise<readonly Item[]> {
	const items = new Map<string, Item>();
	await read((part, anew) => {
		if (anew) items.clear();
		for (const item of part) items.set(key(item), item);
	});
	return [...items.values()];
}

type Kind<Item> = {
	readonly kind: 'all' | 'peers';
	readonly parse: (line: string) => Item | undefined;
	readonly take: TakePage<Item>;
	/** How often the list is restarted because the index changed; after that it is taken as it comes. */
	readonly restarts: number;
};

async function pages<Item>(first: IndexAnswer, ask: Ask, wanted: Kind<Item>): Promise<Listed> {
	const {kind, parse, take} = wanted;
	let answer = first;
	for (let restarts = 0; ; restarts++) {
		const limit = restarts === 0 ? pageRecords : largestPage;
		if (restarts > 0) answer = await ask(page(kind, 0, limit));
		const since = tagOf(answer);
		let listed = 0;
		// The first page always matches its own tag.
		for (let offset = 0; restarts === wanted.restarts || tagOf(answer) === since; ) {
			await expectOk('LIST', answer);
			const {items, count} = await itemsOf(answer, parse);
			listed += Math.max(answer.body.length, count * leastLine);
			demandRoom();
			if (listed > mostListed) throw new ConnectError('reset', {cause: new Error('its list does not end')});
			await take(items, offset === 0);
			offset += count;
			const total = decimal(answer.head.fields.get('Total') ?? '') ?? 0;
			if (count === 0 || offset >= total) return {since, until: tagOf(answer)};
			answer = await ask(page(kind, offset, limit));
		}
	}
}

/** The generation of an answer. */
const tagOf = ({head}: IndexAnswer): string | undefined => head.fields.get('ETag')?.replace(/^"(.*)"$/, '$1');
