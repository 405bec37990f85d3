import { VOUCHER_WORD, type VoucherPassword } from '#shared/hotspot/look.ts';

/**
 * What the login page does. The router writes the two values of CHAP as octal escapes into the page
 * (Customizing Hotspot, "login.html"): they must stand in a plain script, strict code has no such escapes. A phone number
 * may be typed with spaces and the like.
 */
export function loginScript(voucherPassword: VoucherPassword): string {
  return `<script>var chap=null;</script>
$(if chap-id)<script src="/md5.js"></script>
<script>chap={id:'$(chap-id)',challenge:'$(chap-challenge)'};</script>$(endif)
<script>(function(){
function octets(text){return unescape(encodeURIComponent(text))}
function plain(code){return code.replace(/[\\s-]/g,'').toUpperCase()}
function named(name){name=name.trim();return /^\\+?[\\d\\s().-]{7,}$/.test(name)?name.replace(/[\\s().-]/g,''):name}
function send(form,name,password){
var out=document.getElementById('send');
out.username.value=name;
out.password.value=chap?hexMD5(chap.id+octets(password)+chap.challenge):password;
out.submit();
}
var voucher=document.getElementById('voucher'),account=document.getElementById('account');
function useVoucher(){
var code=plain(voucher.username.value);
if(code)send(voucher,code,${voucherPassword === 'code' ? 'code' : `'${VOUCHER_WORD}'`});
return false;
}
if(voucher){
voucher.onsubmit=useVoucher;
var found=/[?&]code=([^&#]+)/.exec(location.search);
if(found){
try{voucher.username.value=plain(decodeURIComponent(found[1]))}catch(e){}
if(!document.getElementById('error'))useVoucher();
}
}
if(account)account.onsubmit=function(){send(account,named(account.username.value),account.password.value);return false};
})();</script>`;
}
