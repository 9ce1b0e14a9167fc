import {expect, test} from 'vitest';
import {ConnectError} from '../../../source/net/connect.ts';
import {connectWords, passesIn} from '../../../source/peer/index/index-failures.ts';
import {FailureError} from '../../../source/text/failures.ts';

test.each([
	[429, 5, 5],
	[503, undefined, 30],
	// A server that says 0 is not asked all the time.
	[503, 0, 1],
	[400, 5, undefined],
	[401, undefined, undefined],
])('a request that was refused with %d, and Retry-After %s, may be sent again in %s s', (code, retryAfter, seconds) => {
	const later = retryAfter === undefined ? {} : {retryAfter};
	const refused = new FailureError({kind: 'server-refused', request: 'ADD RFC 7', code, phrase: '', ...later});
	expect(passesIn(refused)).toBe(seconds);
	expect(passesIn(new FailureError({kind: 'not-joined'}))).toBeUndefined();
});

test.each([
	[new ConnectError('refused'), 'connection refused'],
	[new ConnectError('reset'), 'connection closed'],
	[new ConnectError('timeout', {cause: new Error('after 3000 ms')}), 'no answer'],
	[
		new ConnectError('unreachable', {cause: new AggregateError([new Error('one'), new Error('the other')])}),
		'the other',
	],
])('why nothing could be connected to: %s', (error, words) => {
	expect(connectWords(error)).toBe(words);
});
