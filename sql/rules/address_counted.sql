-- Whoever has an IPv6 address has the 2^64 beside it too. IPv4 can come in the clothes of IPv6.
create or replace function app_rules.address_counted(address inet)
returns text
language sql immutable parallel safe
return case
  when address is null then 'unknown'
  when family(address) = 4 then host(address)
  when address << inet '::ffff:0:0/96' then substr(host(address), 8)
  else host(network(set_masklen(address, 64))) || '/64'
end;

comment on function app_rules.address_counted(inet) is
  'By what the attempts of an address are counted: IPv4 as a whole, IPv6 by its first 64 bits.';
