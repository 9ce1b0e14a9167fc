import {getHeapStatistics, setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {describe, expect, it} from 'vitest';
import {wireText} from '../../source/net/wire-log.ts';

describe('the text of a message in the log', () => {
	it.each([
		[
			'JOIN PEER P2P-CI/1.1\r\nToken: SECRET\r\nPort: 1\r\n\r\n',
			'JOIN PEER P2P-CI/1.1\r\nToken: ****\r\nPort: 1\r\n\r\n',
		],
		['token:SECRET\nPort: 1\n', 'token:****\nPort: 1\n'],
		['TOKEN \t:\tSECRET ', 'TOKEN \t:\t****'],
		[' Token: SECRET\r\n', ' Token: ****\r\n'],
		['Token: SECRET\r\n SECRET\r\nPort: 1\r\n', 'Token: ****\r\nPort: 1\r\n'],
		['Token:\r\n\tSECRET\r\n\r\n', 'Token:****\r\n\r\n'],
		['Token: SECRET\rSECRET\r\n', 'Token: ****\r\n'],
		['Token: SECRET\r\nToken: SECRET\r\n', 'Token: ****\r\nToken: ****\r\n'],
	])('has no Token, however the line was written: %j', (text, shown) => {
		expect(wireText(text)).toBe(shown);
	});

	it.each(['Token:\r\nPort: 1\r\n\r\n', 'Title: A Token: Its Use\r\nHost: h\r\n\r\n'])(
		'is unchanged where there is none: %j',
		text => {
			expect(wireText(text)).toBe(text);
		},
	);

	it('does not keep a long message alive of which it is the beginning', () => {
		setFlagsFromString('--expose-gc');
		const collect: () => void = runInNewContext('gc');
		const used = () => {
			collect();
			return getHeapStatistics().used_heap_size;
		};
		const message = Buffer.alloc(512 * 1024, 'x');
		const before = used();
		const kept = Array.from({length: 100}, () => wireText(message.toString()));
		expect(used() - before).toBeLessThan(10 * 1024 * 1024);
		expect(kept).toHaveLength(100);
	});

	it('is cut after the Token was masked, however long it is', () => {
		const text = wireText(`Token: ${'SECRET'.repeat(2000)}\r\nPort: 1\r\n`);
		expect(text).toBe('Token: ****\r\nPort: 1\r\n');
		expect(wireText(`JOIN\r\n${'X: 1\r\n'.repeat(3000)}Token: SECRET\r\n`)).not.toContain('SECRET');
	});
});
