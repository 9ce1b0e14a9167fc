import {expect, it} from 'vitest';
import {addressOrder} from '../../source/order/address-order.ts';
import {compareValues} from '../../source/order/compare.ts';

it('addresses are sorted by their numbers, then by port', () => {
	const sorted: readonly (readonly [string, number])[] = [
		['9.255.0.1', 60000],
		['10.0.0.9', 700],
		['10.0.0.9', 6001],
		['10.0.0.10', 80],
		['192.168.1.2', 6001],
		['::1', 6001],
		['2001:db8::9', 6001],
		['2001:db8::10', 6001],
		['2001:db8:0:0:0:0:0:a0', 6001],
		['2001:db8::1:0', 6001],
		['2001:db8:1::', 6001],
		['fe80::9', 6001],
		['lab.example', 6001],
	];
	const order = (place: readonly [string, number]) => addressOrder(...place);
	expect(sorted.toReversed().sort((a, b) => compareValues(order(a), order(b)))).toEqual(sorted);
});
