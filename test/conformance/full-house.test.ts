import process from 'node:process';
import {describe, expect, it} from 'vitest';
import {RawClient} from '../helpers/raw-client.ts';
import {ask, join, lookup, newPeers, notFound, ok} from './classic.ts';
import {indexServerForFile} from './index-under-test.ts';
import {ask as askModern, join as joinModern, modernRequest} from './modern.ts';

const openFiles = 256;

// Section 1: who never joined gives way, the longest idle first. The system's limit of open files must not get in the
// way, which would turn away whoever comes last. Only Linux says how many files a program may open.
describe.runIf(process.platform === 'linux')('a server of which the system allows few connections', () => {
	const index = indexServerForFile({openFiles});

	it('answers whoever comes, however many idle connections there are, and keeps those that joined', async () => {
		const {alice, bob} = newPeers();
		await using classic = await index.connect();
		expect(await ask(classic, join(alice))).toBe(ok());
		await using modern = await index.connect();
		await joinModern(modern, bob);
		const idle: RawClient[] = [];
		try {
			for (let count = 0; count < 2 * openFiles; count++) {
				const client = await RawClient.connect(index.route);
				idle.push(client);
				if (count % 8 === 7) expect(await ask(client, lookup(1))).toBe(notFound);
			}
			await idle[0]?.closed();
			expect(idle[0]?.pending).toBe('');
			const last = idle.at(-1);
			expect(last && (await ask(last, lookup(1)))).toBe(notFound);
			expect(await ask(classic, lookup(1))).toBe(notFound);
			expect((await askModern(modern, modernRequest('RENEW PEER', {Host: bob.host}))).code).toBe(200);
		} finally {
			await Promise.all(idle.map(client => client[Symbol.asyncDispose]()));
		}
	});
});
