import {describe, expect, it} from 'vitest';
import type {Joined} from '../../../source/peer/index/identity.ts';
import type {IndexLink} from '../../../source/peer/index/index-link.ts';
import {joinIndex} from '../../../source/peer/index/joining.ts';
import {TokenStore} from '../../../source/peer/index/token-store.ts';
import {FailureError} from '../../../source/text/failures.ts';
import {temporaryFolder} from '../../helpers/temp.ts';

const joined: Joined = {version: '1.1', address: '127.0.0.1', lease: 30};
const taken = new FailureError({kind: 'name-taken', name: 'bob'});
const unknown = new FailureError({kind: 'server-refused', request: 'LEAVE', code: 401, phrase: 'Unauthorized'});

/** Joins with the token of a former run, at a server that answers JOIN with these, in order, and LEAVE with 401. */
async function joinWith(...answers: ReadonlyArray<Joined | FailureError>): Promise<Joined> {
	await using folder = await temporaryFolder();
	const former = new TokenStore(folder.at('session.json'), 'index:5555');
	await former.remember('a token of some length');
	await former.close({isGone: false});
	const tokens = new TokenStore(folder.at('session.json'), 'index:5555');
	folder.users.defer(() => tokens.close({isGone: false}));
	const left = [...answers];
	const link: Pick<IndexLink, 'join' | 'leave'> = {
		join: async () => {
			const answer = left.shift() ?? taken;
			if (answer instanceof FailureError) throw answer;
			return answer;
		},
		leave: () => Promise.reject(unknown),
	};
	const identity = {name: 'bob', uploadPort: 6001, uploadHost: '127.0.0.1', os: 'Linux 6.1', agent: 'p2pci/test'};
	return await joinIndex(link as IndexLink, {identity, tokens, sharesNothing: false});
}

describe('a name that a former run may hold', () => {
	it('is ours where its lease ends just before it would be removed', async () => {
		expect(await joinWith(taken, joined)).toEqual(joined);
	});

	it("is not where it is another peer's", async () => {
		await expect(joinWith(taken, taken)).rejects.toBe(taken);
	});
});
