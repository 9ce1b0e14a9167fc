/** The worker thread of `search-thread.ts`: takes changes of titles and queries, and answers them in order. */
import {parentPort} from 'node:worker_threads';
import {SearchIndex} from './search-index.ts';

/** The new title of an RFC; without a title it is removed. */
export type TitleChange = {readonly rfc: number; readonly title?: string};

export type SearchMessage =
	| {readonly kind: 'changes'; readonly changes: readonly TitleChange[]}
	| {readonly kind: 'query'; readonly query: string; readonly limit: number};

/** The answer to a query: RFC numbers, best first; to changes: none. */
export type SearchResult = readonly number[];

const index = new SearchIndex();

parentPort?.on('message', (message: SearchMessage) => {
	if (message.kind === 'query') {
		parentPort?.postMessage(index.search(message.query, message.limit) satisfies SearchResult);
		return;
	}
	for (const {rfc, title} of message.changes) {
		if (title === undefined) index.drop(rfc);
		else index.put(rfc, title);
	}
	parentPort?.postMessage([] satisfies SearchResult);
});
