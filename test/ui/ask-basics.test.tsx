import {afterEach, describe, expect, it} from 'vitest';
import {AskBasics, checkBasics, type PeerBasics} from '../../source/ui/ask-basics.tsx';
import {key, type Stage, stage, theme, until} from './helpers/stage.ts';

let shown: Stage | undefined;
let answers: (PeerBasics | undefined)[] = [];

async function open(): Promise<Stage> {
	answers = [];
	const leave = (answer: PeerBasics | undefined): void => {
		answers.push(answer);
	};
	shown = await stage(<AskBasics defaults={{name: 'laptop', uploadPort: 6002}} theme={theme} leave={leave} />, 80, 24);
	return shown;
}

afterEach(() => shown?.unmount());

const answered = (screen: Stage): Promise<void> =>
	until(
		() => answers.length === 1,
		() => screen.text(),
	);

describe('what a peer needs to start', () => {
	it('is offered, and taken by Enter twice', async () => {
		const screen = await open();
		await screen.shows('laptop                     ctrl-u empties it');
		await screen.shows('6002');
		await screen.type(key.enter, key.enter);
		await answered(screen);
		expect(answers).toEqual([{name: 'laptop', uploadPort: 6002}]);
	});

	it('can be changed, and a name with a space is refused in a sentence', async () => {
		const screen = await open();
		await screen.type(' two', key.enter);
		await screen.shows(`"laptop two" cannot be a peer's name`);
		await screen.type(...Array.from({length: 4}, () => key.backspace), '-2', key.enter, key.backspace, '9', key.enter);
		await answered(screen);
		expect(answers).toEqual([{name: 'laptop-2', uploadPort: 6009}]);
	});

	it('need not be given: Esc and Ctrl-C leave', async () => {
		for (const out of [key.esc, key.ctrlC]) {
			const screen = await open();
			await screen.type(out);
			await answered(screen);
			expect(answers).toEqual([undefined]);
			screen.unmount();
		}
	});

	it.each([
		['bob', '0', {name: 'bob', uploadPort: 0}],
		[' bob ', '65535', {name: 'bob', uploadPort: 65_535}],
		['bob', '65536', '"65536" is no port'],
		['bob', '', 'is no port'],
		['bob', '-1', 'is no port'],
		['', '1', 'at least one character'],
		['x'.repeat(256), '1', 'at most 255 characters'],
		['a\u202eb', '1', 'no invisible or control characters'],
	])('name %j and port %j', (name, port, expected) => {
		const answer = checkBasics(name, port);
		if (typeof expected === 'string') expect(answer).toContain(expected);
		else expect(answer).toEqual(expected);
	});
});
