/** Reads the bodies of answers in P2P-CI/1.1 that list something: NDJSON (RFC 900002, section 2.2). */
import {setImmediate as turn} from 'node:timers/promises';
import type {IndexAnswer} from '../../net/client.ts';

const lineFeed = 10;
/** Lines parsed between pauses: about a millisecond's worth. */
const linesAtOnce = 500;

/** The valid objects of an NDJSON body, and the number of its lines. */
export async function itemsOf<Item>(
	{body}: IndexAnswer,
	parse: (line: string) => Item | undefined,
): Promise<{readonly items: readonly Item[]; readonly count: number}> {
	const items: Item[] = [];
	let count = 0;
	for (let start = 0; start < body.length; ) {
		const found = body.indexOf(lineFeed, start);
		const end = found < 0 ? body.length : found;
		const item = end === start ? undefined : parse(body.toString('utf8', start, end));
		if (item) items.push(item);
		start = end + 1;
		if (++count % linesAtOnce === 0) await turn();
	}
	return {items, count};
}
