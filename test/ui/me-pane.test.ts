import {expect, test} from 'vitest';
import {meRows} from '../../source/ui/panes/me-pane.ts';
import {unstyled} from '../../source/ui/theme.ts';
import {FakePeer} from './helpers/fake-peer.ts';
import {theme} from './helpers/stage.ts';

const rows = (height: number, change: Parameters<FakePeer['change']>[0] = {}): readonly string[] => {
	const peer = new FakePeer();
	peer.change(change);
	return meRows(peer.facts(), {width: 18, height, tab: 'search', theme}).map(unstyled);
};

test('the figures of a peer are set off from the tabs below them, the important ones first', () => {
	expect(rows(8)).toEqual([
		' shares         2 ',
		' not shared     1 ',
		' got  3 · 1.1 MiB ',
		' sent          12 ',
		'                  ',
		'▸Search    Library',
		' Transfers Network',
		' Wire       [ ]   ',
	]);
	expect(rows(4)[0]).toBe(' shares         2 ');
	expect(rows(3)[0]).toBe('▸Search    Library');
});

test('how much was downloaded is told where it fits', () => {
	const got = (change: Parameters<FakePeer['change']>[0]): string | undefined => rows(8, change)[2]?.trimEnd();
	expect(got({got: 0, gotBytes: 0})).toBe(' got            0');
	expect(got({got: 9312, gotBytes: 512 * 1024 * 1024})).toBe(' got        9,312');
});
