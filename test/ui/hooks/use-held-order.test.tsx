import {Text} from 'ink';
import {useEffect, useState} from 'react';
import {afterEach, describe, expect, it} from 'vitest';
import {inOrderOf, useHeldOrder} from '../../../source/ui/hooks/use-held-order.ts';
import {type Stage, stage} from '../helpers/stage.ts';

let change: (keys: string) => void = () => {};

function Rows({ms}: {readonly ms: number}) {
	const [keys, setKeys] = useState('abc');
	useEffect(() => {
		change = setKeys;
	}, []);
	return <Text>{`${keys} ${useHeldOrder([...keys], ms).join('')}`}</Text>;
}

let shown: Stage | undefined;
afterEach(() => shown?.unmount());

describe('rows whose order is held', () => {
	it.each([
		['stay where they are when they would move', 'abc', 'bca', 'abc'],
		['go when they are gone', 'abc', 'ca', 'ac'],
		['come after what they come after', 'abc', 'xbyzca', 'xabyzc'],
		['come in their own order where there are none', '', 'abc', 'abc'],
	])('%s', (_, held, keys, shown) => {
		expect(inOrderOf([...held], [...keys]).join('')).toBe(shown);
	});

	it('stay through every change until their time is over', async () => {
		shown = await stage(<Rows ms={3_600_000} />, 100, 1);
		for (const [keys, order] of [
			['bca', 'abc'],
			['cbda', 'abdc'],
			['abdc', 'abdc'],
			['dcba', 'abdc'],
		]) {
			change(keys ?? '');
			await shown.shows(`${keys} ${order}`);
		}
	});

	it('move then, too, while they change all the time', async () => {
		shown = await stage(<Rows ms={30} />, 100, 1);
		// Of ten orders that are held, none may stay for good.
		for (let turn = 0; turn < 10; turn++) {
			const order = turn % 2 === 0 ? 'bca' : 'acb';
			let more = '';
			const changes = setInterval(() => {
				more = more === '' ? 'd' : '';
				change(order + more);
			}, 1);
			await shown.shows(new RegExp(`${order}(d?) ${order}\\1`)).finally(() => clearInterval(changes));
		}
	});

	it('then move to where they are', async () => {
		shown = await stage(<Rows ms={1} />, 100, 1);
		change('bca');
		await shown.shows('bca bca');
	});
});
