/**
 * md5.js of the login page: MD5 (RFC 1321) of a text whose characters are octets, in the JavaScript that the small
 * browsers of captive portals understand.
 */
export const md5Script = `function hexMD5(text){
var a=1732584193,b=-271733879,c=-1732584194,d=271733878,k=[],s=[7,12,17,22,5,9,14,20,4,11,16,23,6,10,15,21],w=[],n=text.length,i,j;
for(i=0;i<64;i++)k[i]=Math.floor(Math.abs(Math.sin(i+1))*4294967296)|0;
for(i=0;i<(((n+8)>>6)+1)*16;i++)w[i]=0;
for(i=0;i<n;i++)w[i>>2]|=(text.charCodeAt(i)&255)<<((i%4)*8);
w[n>>2]|=128<<((n%4)*8);
w[w.length-2]=n*8;
for(j=0;j<w.length;j+=16){
var A=a,B=b,C=c,D=d,f,g,t;
for(i=0;i<64;i++){
if(i<16){f=(B&C)|(~B&D);g=i}
else if(i<32){f=(D&B)|(~D&C);g=(5*i+1)%16}
else if(i<48){f=B^C^D;g=(3*i+5)%16}
else{f=C^(B|~D);g=(7*i)%16}
t=D;D=C;C=B;
f=(f+A+k[i]+w[j+g])|0;
var r=s[(i>>4)*4+i%4];
B=(B+((f<<r)|(f>>>(32-r))))|0;
A=t;
}
a=(a+A)|0;b=(b+B)|0;c=(c+C)|0;d=(d+D)|0;
}
var h='',v=[a,b,c,d];
for(i=0;i<16;i++){t=(v[i>>2]>>>((i%4)*8))&255;h+=(t<16?'0':'')+t.toString(16)}
return h;
}
`;
