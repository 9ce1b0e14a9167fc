import {RawClient} from './raw-client.ts';

/** The fields of an index record that tests look at. */
export type IndexRecord = {
	readonly rfc: number;
	readonly host: string;
	readonly port: number;
	readonly digest?: string;
};

/**
 * The records an index server on loopback sends in answer to a version 1.1 request such as `LIST ALL`
 * or `LOOKUP RFC 7`: none if it answers with an error.
 */
export async function indexRecords(port: number, request: string): Promise<readonly IndexRecord[]> {
	await using client = await RawClient.connect({port});
	await client.send(`${request} P2P-CI/1.1\r\n\r\n`);
	client.halfClose();
	const [head = '', body = ''] = (await client.readUntilClose()).split('\r\n\r\n');
	if (!head.startsWith('P2P-CI/1.1 200 ')) return [];
	return body
		.split('\n')
		.filter(line => line !== '')
		.map((line): IndexRecord => JSON.parse(line));
}
