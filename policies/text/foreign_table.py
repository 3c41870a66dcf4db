"""Words of other languages whose bytes read as a Vietnamese syllable in some legacy encoding, by rarity.

Lower-case byte views: the words in windows-1252, in the usual code pages of their languages, and their UTF-8, by minus the
natural logarithm of their share in running text.  Counted from the word frequencies of wordfreq 3.1 (R. Speer, data CC BY-SA
4.0; 30 languages), the message catalogues of Django (BSD), and by tests/benchmarks/charset/make_foreign.py from the Universal
Declaration of Human Rights in 450 languages (free), the New Testament in 35 (CC0) and Universal Dependencies treebanks
(CC BY-SA, as each says).
"""

FOREIGN_BY_RARITY = {
    3: ("t të în "),
    4: ("dÃ não ní p p på sã tí tó n ªi ºi äe "),
    5: (
        "b b bá bí bù být chng ch chng chéng chë cã d d dà dì guó h h h hã hän hæ hé k kí kò l lì með m má máa "
        "më nián n në nó più p p pé pøi rn r r rn rä rén s s s så sé sì sí sú th thë t t tá tâ té tî viòa viòu "
        "vi väi või xiÃ yÃ yì yú e ®e ¹e ¾e æi "
    ),
    6: (
        "byæ bng bi bng ba bÃ bÉ bèi bìng bìt búa diÃ dié du duì d dn do d dn do d d d dng dng dn d d£n dÉ "
        "dài dàn dào dá då dè dé dòng dó dù gu guò g g gè gün heç hiç hoõi hu huÃ huà huì hu hu hòu hún keï k k k "
        "k kt kÃ kè két kó liÃ lián liú l li l l l l l lái lè lé ló lù mañ miÃ m m m mn mng m m¡n m¡ng m£ mÉ "
        "må mé mì mí mín míng mít mó m÷ mú n nn no nÃ nÉ ná nán nå nú paøo pu può p p png p p¡ng p£ pÃ pá pçc pë "
        "píng pú qun quán r rn r rn rn r rèn rì rí rü suÇ s s so s s s£ s¥ s± s¹ sÄ são së só són súa taõn tm "
        "ti t tng t tn tm t¢ng t£ t£n tÃ tÉ tà tái tóng tú tún tüm u u® u¾ uþ veæ veè vÃ vám vã xu xu xué xng x¡ng "
        "xíng yng yÇ yè yí yù m t un t £t ¤u ám än æu ça èi èo én îi ðo ñu ôa õn øi út "
    ),
    7: (
        "añ año aõ biÃ boþ bi bn bo by bn bo b b ba bi bàn bào báa bäi bé bì bíi bó bõa bût chung chun chuÃ "
        "chuàng chuán ch chng cho ch ch ch£ chÄ chÇ chá cháng cháo chí chù chú co¶ c cng ci cng cng c¢ng cÃ cái "
        "cât cé céng cì cí cóng daÌ daá deò dun duÃ duàn di di d d dng dng dn d dn d£ dâi déi dën dìng día dùn dú "
        "dün ght ghét giÃ già guð g g g g g gng gu gng gu g gÄ gÇ gÉ gã gå gång gæ gé gòng gòu gù hu huá huí huò "
        "huó hn ho hi hng hn ho h hn h h£ h£n hÃ hÉ hàn hào há hái háng hát hét hù hú iþ kn kn kn k kt kt k "
        "k k£ k£n kÄ kép kêt kì kõa kú liè liña luó l ln l lng li ln lng ln lng l ln l¡n l¢ng lÃ lÇ lÉ là lá lán "
        "lèi lìng lí lín lò lóng lö l÷ lùn lú maí mo moé m mi mn mng m m mng m mn mng m ma mng m mn m m£n "
        "mÃ mám mã mä méi mén méng mê mìng mía mò món mù mún mý ngu nguê ng ngâ nyí n nng n n nng ni na n n n¡m "
        "n£ nÇ nà nám nç nèi néng nía nõa nù nýn où paè piè pot poÉ poçt pn p pn p p pn pp p£p pÇ pà pè pën què qué "
        "rn r rn r rng r r r r¡n r¢ng r£ rÃ rà rá rán rë ró róng rù rú seç s s s s sa sn s s s¡n sÃ sÉ sài "
        "sá sám sãu sä sè sía sín sò sô sõu sù taèu tañi taõ teï trÉ trí trón ti tn tng tn t t t tng tu t ta t¡ng "
        "t¢u tài tán táng tâi tão tãu täe tè tê tím tíng tò tóu tõe tým vÉ vúm xiÄ xiá xié x xng xng x xÉ xì xìng xí xù "
        "yô o n n n o p o n a t i n n ¢n £n ¤i ài àn ào àp án át âo äo åt èt ïa ði ðu ñe ñi ón ôi öt ùn ún ün "
        "ýn þi þu "
    ),
    8: (
        "aç aí aún aþi baõ baþ beþ bié buï b bi bn b bn bng b b bn b bi bÇ bà bái bán bãng bæng bïn bõ caó choæ "
        "chn ch ch chn ch chng ch¢ng chÃ chè chén chì chóng co¾ cu cuá cuí cuò c ct c cn c c£n câ cè cén cît cù "
        "cún cüm daïu daþi deù deût diþ duó d do d dn dt d do dn d da dn du du dp d d£p d¿ dán dát dã dä dê "
        "dë dí dïn dòa dòu dõa dü eøo geç gi gun gu guÃ guÇ guàn guì guði gn gn go g gn go gn gng gn gng gn "
        "gn gn g gn gÃ gàn gào gá gèng gêm gën gïn gû heþ hoù hun hui hun hung huÇ huàn huái huán huáng hng hn h "
        "hn h h hn hng h h hn hng hp h¢ng h¢p h¾ hà hài hán hè héng hê hó hóng hóp høy iå iç iín iõa keç kyç kn "
        "kn k kp kn kn k kÉ kä kèn ké kìn kõ kõu kù kým leè leë leù leû loõ lu luò li li l la lng lt lu lt "
        "ln l¡ng l¢u l£ l£n lâi lã läo låt læ léi lép lê líng lòt lóu lõa lõi lön lún maç meán meã meæ moæi moè moèi moõ "
        "mu mn mo mn mo mn mn mm me mu me mu m¡m m¡t mÇ mà mài màn mào mãe mão män mën mòa môn mõ mü nañu nhm "
        "nhm nhöm niÃ niÄ niè nu nuò nyá n ni nng n n ne nng n¢ng nÄ nái näe nån nåt né nën nì nìm ním nî nóng nõ "
        "nõi nõn nõu ný oèe oèi piÃ poñ poþi p pn pi pn pn pi p pn pn p p p p¡n pÉ pài pàn pái pâ pèi pê pìt pín "
        "pò pó pón pô pû quién qu qu quþ riã riæ ru ruì r rng rn rn rng r ra re rn r rãu rè réng rìn rît rò rún "
        "sip siá siña siõch su suç suì suí sng su sm s s sn sng su s st sn sng sn sng sng sa sn sa s¢n "
        "s¯ s» s¾t sÅ sãi säng sæ sæt séng séu sê sï sòng sóc sõng sõt søn süa tián toþi trn tr¢n trú tun tuán työ t tng "
        "t t t tng tn tm te tm t¡m t£m t¥ t± t¹ tÄ tÇ táa tä tæt téng têm tì tìch tìm tõi tø tøi túm tých tþ u uê "
        "uí voèi voõi vm vn ve vn v¹e vão víc vím vùn xián xiè xiù xu« xu´ xuÄ xuï x xn xn xn x xn xn x£n xÇ xá "
        "xìn xò xó xùn xún yn yng yn yn yng yu yÉ yá yâ yé yên yë n n u u t t n m n n e n n u ¡n ©t ±a "
        "¹t àyè ân äu çin èn ìa ìn ín ðai ðim ña ñan ñet ñuy õt ön ýa þm "
    ),
    9: (
        "aÃ aá aäo aäu añu aú baÃ baæ bañ baõn baþi bo© bo¹ b bng bt bng b bn b bn bn b bu bn b¢y b£ b¾i bài "
        "bàng bä bäe bèn bê bën bî bò bõe bú bûm chung chu chu« chuáng ch chng ch chng ch cha chu ch¢u chà chàng "
        "chách chão ché chóu chõa coût cu cu cu¿ cuê cn cn cn cm ct c c¡m cá cán céu cím có cú daæ daño dañu dián "
        "diát diç doæi duán dn du d dn d¡n d¡p d¢u dáa dét déu dín dò dòn dóu dõ dö dùm dún dû eäo eæ ghÉ gie gi giù "
        "gu guÉ guí guía guï gng gng gm gt gt gm gt g gn gn g£ g£n gài gân gæt gép gëm gët gî gï gøy gùn gú güm "
        "haìy hañ hiã hiæ ho hoæe hoèe hoë hoþ huài hp ho hp hn ht hn hn h¾y h¿y hàp háo hën hùn hþn ié kiín kiþ "
        "kng kng k k kng km km kë kï kòm köp kû laâ lañu laõ liâ lié liõ loï lun luÃ luàn luèi luí lm ly lng lo "
        "l lng l lng lo lu lm l lm lm lt lm l lu li lm li ln lng lm lu lu li ln lu lài láng lát lâ "
        "län lå lång lèm lém lén lét lë lìm lít lî lï lòu löi løp maäo maçi maõ maõu mo¾ moøe muaó mu® mu®i mu¾ muó mm m "
        "mn m mn mp m mt mi mc mm mn mt mu mc mm mn m mu m m¢u m£u m² m¿ mán máp mâ mân mãi mèi mìt mî móc "
        "móu môm mø múu mû na©u naæi naó ngm ngi ngi ngét ngëm ngôi nhþ niÇ nií niú noæi noè noèe noèi nuaí nuði nyì n "
        "n nn nt nn nt n nn nt nm nng nn nt n n¡ng n± n¹ nº nÅ náa nâ nâc näy næ nép nê nët nìn nìt níng níu nø "
        "nü o¶ oäe paåi paï paþo phÃ piá piä po¡t poäng poña poú pn pi pn png po po po pt po png pn png pt pu "
        "pt pu pa p pn pào pán pân pãng pæn pæng péi pén péng pí pòt pòu pù púa pün qu qu qu qu qu qui qu¾ quÄ "
        "quæ quê quë raó ru ru± ru±i ruò ruøa rng r rng rt ri rn rng ru ru rng ri rn rn r¡u r¢n r£n r¾a r¾u rÇ "
        "ràn ràng rám rãi rím río ròu röng rùn sañ saõ seán seó siân siä sió sun sui suÃ suàn syö s si si sn sn sa "
        "sn si s sch sn s s¡p s¡u s£n s¾ sà sâi sân sãa sãn säi sån sæa sæn sèn sìn síi síu sðn sòch sùn sún sü süt "
        "sýn taå taþ thÃ thà tiÄ treðo troòa trt tr tr£ trÃ trá træt trên tu tuì tuó tuþu tyè työn ti tm tn tn to "
        "tt tm tn tt t tt tm ti ta ti tu tm tu t ti t t¡t t¢m t£t tàn táo tâm tân tãi täi tän tèt téi tëi "
        "tía tíu tîm tï tïn tòu tóm tôt tõ tõa tö tù túa tý uã va©u veé veï voæa vu vu vyÃ v v v v v vn v vm vt "
        "vm väe vän væ vé vén vê ví vía vùm vú xoñi xoþ xun xu xuán xuè xuñ x x£ xú y£n yã yä yæ yï yò yó yõ yö yön n "
        "i y i o t m y u t p t m t n t n t n ¡m ¡t ¢t ®a ®en ®ít °c ¶i »a âi ãu çay çm èm éi ét ên ìm ïn "
        "ða ðia ðum ðîm òa òe òu õa õe úp "
    ),
    10: (
        "aè aõu baño biå biæa biõt boÉ boæe boþa buè buí byÉ bt bn bt bt bn bt bm bn bm bn bn bm b¡m b¡n bàa bâa "
        "bã bän båt bæ bët bï bôn bõi bõn bõu bön bý caõ chuí chn chn chn chn ch£n chán chën chún cot cm c cng cm "
        "cm c cng cng ct c£ng c£t càm cáng cân cãi cî cîi cò cúng daí daïâm daò daþu dií dió diõa doç dui du du® du¾ "
        "duÇ dn dn dng dng dn d dn de dn dm dm dn d³ dÇ dàng dãm dão dæ déa dìn dîm dön dø eén eñ eú eþ gaäo "
        "gaïu ghÃ goût guà gn gn g gm ga g gm ga gu g g gng g¾i g¿ng gán gãa gäng gæa göt göç gún gût haæo heäo "
        "h hc hm h hc hn hu h¢u h¾i hÄ hám hâ hãe häc håp hèi hí hî hóu iá iâ kió ko ko kp k kÅ kã kät kæ kê kín "
        "kõt kön køn leão leç león leøo liù loèi loþ luã luãm luè lyö l lo lng lm lo lt ly lo lt la lp lt lt "
        "lp lm lng li ln l l¡t l¢n l¾t l¿n lÅ lào lám láo lân läi lät lån læt lèt léa líp lôn lõ löng løn lü lý maÌ "
        "maþi meäo miå miña miõ moæ moøi mu§ mu³u muá muèi mo mng m mo mn mm mng me mn mt mm m£ch m£m máo mäe mån "
        "mæ mèng mém mìn mío mõa mö múm mých mým naÌ naèo nañ naò naõ ngu ng£u nié niña noæ noó nui nu¤i nu® nu¾ nuñi nyÉ "
        "n ny nm n n nu ni na nu n¡p n¡u n£u n« n® n° n¾ nàa nài nä näo näu næu nè nõt nøa núm nÿa oé oë paço peço "
        "piò piú poèi pu puô p pt png pp pt pp p p pp pp pm pp pp pt p¡p p£t páng páp pát pã pãi pão pæ pçt "
        "pèp pì pít pîn pûíi qun qun quÃ quàn quão qu÷ raþo reè roö ry ro ro r rm rng r¡m r¡y r¢m r£ng r² r¾i rÉ rào "
        "ré ríi rín rúm rý saç seù sin siôn soÉ soìa sua suÉ suð suòa suòi s sn sn sm sng su s¡m s¡t s¢u s· sÛ sàn "
        "sán sâc sâp sång sím sïá sóu sôn sõ sõa sõi söng söt sø søt taþi teí teño th th th th£ thú tiÃ tièu triñu tr "
        "tr trn tr trn tru tr¾ trà trãi træ tré trì trúa tu¿ tué tuþ ty£u työt ty t tm tt to tm to tm to tm "
        "tm tt tn tm tng tng tt t¡n t¡u t¾t tào tám tã tãe tät tæ tét tíi tín tío tòng tüy uaæ ui u u¿ uæi viña vo "
        "vo vo va va v¢t v£ vá vêm vìi vín x x¢t xÃ xà yü yý m t i ng m m p ¢o ¤n ¨i ®ao ®i ®o ®p ¯a µm ¾i ¾n àm "
        "áng âií ãa ãi äa çi çöp èa ðan ðe ñch ño òch òi òn òt õi öp üm "
    ),
    11: (
        "aÌ aæ aço aò aó aþ baÌ baó baõm beÃ beè beò biã biæ biæu bo boça boë boð buyì b bt b b bn bu b bn b bt "
        "b b£t b³ b¾ b¾t bâ bæn bè bô bö bø bøn bùn búi bû bûn caÉ caí cho coª coº coño coò cui cuán cn cc cc cc ci "
        "ct ct c» c¿ng cà cýa daõ daõt diþa doña dun du duª du®i duº duë duþ d dm da da dm d d dy d d¢m d¾ dâ "
        "dâòu däe dèa dít dïy dói dóm dô dþ dþo eäu eð eó gaÃ geÃ gh ghé goñi guïu gi gt gi g gi g¡t g¾t g¿ g¿i gât "
        "gãe gä gó göng güi him hiãa hiãm hiæa hiæm hoøe hu hu¿ h« hÅ háa hä häng hæng hï hû iän ió iö iø khÉ km km km "
        "km kn kn k kn k£u kÇ kô kö köt kø laço laó leí lo© lo¹ l lm ln lt ln ln lt ln ln lt ln lt ln le "
        "ln l ln l l¢t l£u l« l®i l¾ l¾e l¾i làn lä lìn lô lû maá maæ maè maèo maèu maó maþo meè meó mió moª moº moça "
        "muaõ muñ muõ muþ myá m mn mm mn m mi mc m m m¢c mît mót mô møt naõu neÉ neäo ngi ngng ng÷ ni©u nió no¾ "
        "no nn no nn ne nn nn n nm nu n¡n n¡y n£m nät næn níi nö n÷ nû nýi o o© o¹ oç oó oõ peæ peè phÉ pi©u piæ "
        "piæa piç po poá poço poò pp p¡m pî põ põe pø pûía raþu reþ rt rm ri rp rt r rp rp râu rã rät rå rån ræ "
        "ròp róm rûp saçi saí sañu sin sin soµ so¾ soèi soïa soïi soþ syön sm sy sn sm sn st sn si sn sy s£y s¤ "
        "s¿n sÇ sâ sçn sçt sî sö söi sý taç teë thaï thÉ thé thõ tió toÉ toò toòi traço trié tro¹i tru trä trén trúi tu© "
        "tu¹ tuþa tyÉ tn tm tng tp tt tp tng tn tn tt tt tm tn tm tm t¿m tàng táp tãn tæn tæp tém tón tõu tøm "
        "tüp u uç uèi uña uö veí viï voæe vn vn vm v v¡n v¢n v£m v© v¹ vÇ vón vön vù x x« x® xã xæ xç yn c i m y "
        "p o a i t y n p t ¡c ¡ng ¨o ¨y «i ®an ®ep ®om ®um ¯t ¾m ¾t ¿o ¿y ày ách âm ão ãt äi ät æt çam èp èu ía íi "
        "ñam ñn ñun òm òp òy ôn ôt ôu øc øy üa ýt þa "
    ),
    12: (
        "açi aõn aü baú bió bo¾o bo¿y byÃ byá byç byó bm bm bm bi by bn b£n b£u b« b® b¾n b¿ bæi bç bçm bïy bót búu "
        "caín caño choï chát cuö cy c¡c c« c¿i cóm cõ daæu daèo dañ daõn deè deñ di®u diä diät doò doó du© du¹ duþa dp dm "
        "do di dm dn dt di dn dn d¡t d« d® d¯ d» d¾i d¾m d¾n d¾t dåp dæm dç déc dén dót dý dýn eç eût gaó gh gh "
        "ghó got gung gu¡ng g gm gng gy gng g gm gng g³ gát gén gða gô gõ haç haó ho¹i hoó hoþi huyó hui ht hn "
        "hng h® hµa h¼a h¾a h¾n háu hån hç hìn hím hõ hö hý iè iña iõ iõn keø khn ki©u kiö kt kn kt k£m k£p k¥t kän kõn "
        "kút küp leæo leèo leó leþ lió lo¹i lo¾ loè lyÃ lk lp l la lp ly l® l¿ lãa lãe læa lç lím lío lît lïy lóa løy "
        "lúè maÉ maèi maï maþu meÉ meï mip mo¾n moço moö myÉ myæ mp mn mm mp mm mn mt m¡y m¢n m¦ m© m©i m« m®p m¶ m¹ "
        "m¹e m¹i m¾p mâc mâp mât mæt mçn mè möt møn naç naè neò ngn ngn ngÃ ngùn nhn nhé ni®u niç niça niö no no¾i noé "
        "nyÃ nn nng nn nm np n ni nn nng n£t n¤i n§ n¯ n» n¼ n¿ náng näng nï nóa nõng nöt nøt nün on o¾n oè oí oò "
        "oùn oþ pañ pañi peñ pié piña po poæi poé poén poï poïi puá puèa puíi puó pyè pn pt pt pe pe pn pn p¡t p« p® "
        "p¾ p¾n pãn pç pío pð pðn pût queè quin quì raí raïm raõ riña ro¾ roça roè roð roþi ry®u rt r rt r rm ry r¡t "
        "rém réu ríe rïy róa røa rûíi rûíu saõp seè siç sié sión soèa soèe soòa soó soþi suça suði syÃ syöt st sm st sn "
        "sm sn sng sm s st s¡ng s¢t s© sæi sæng sîm søm sþ taóng teát thn th£n tiña tiö to« to¿ traç traït traþ trió "
        "troço tri trn tr¡n trèi trío trîc trùn tng tp tp tp tt ty t tt t tn tng ta t t¢n t¢y t£u t« täng tå "
        "tæng tçt tõn tõng tøy tû u®i uõ vaïi vaïu vaòu vi©u viè vió vyö vyön vn vm vm va v v vn v v¡c v£n vâ vâc "
        "vån våt vè véu vìt vít vò vó vún vû vý xañ xt xt xu x£u x¯ x» xè xët ym yãm yãt yæm yæt yç yöt yû p n ¡p ¢m "
        "¢un ¨a «c ®am ®m ®on ®un ®y ®¤i ¯c ¯m »m ¾o ¿a àa àon àt àyé áa ãc ån æm æn çan çat çc çim çip çit çy èc íe ðn ðt "
        "ñau ñia ñp ñu÷ òng ôm õu öi øm úa üi üt ým "
    ),
    13: (
        "a¶ a¹ aÉ açu aïn aït baè bañu baòu biè bién boè boí bu© bu¹ buèa buñ bm bm bng bt by b¾m b¿t bâc bãm bãn bæm "
        "bém bío bøy bü chié coça coña cuña cm cê cía cü cý daþo deð di©u diæt dui duâ duëi duñ dm dy dng dng d®i d¾o "
        "dái dæi dçt dèi dëng dët dî dïm döm døm dým dþi eè eüm gaÉ geð geño gi¤ giñ goð gung gui gun gué guþu gi gn g© "
        "g¹ g¿n gðe góm góu gö göm gü haÉ haçi hiú hoï hu« huþu hi hão hå hõn hõt hø høng hým iät iü keþ kiç kié kiút kiþa "
        "ka kæa kèt kúa kúm kúp küt laæ laïc lañ leæ lo¾i lo¾o lo¿y loâ loïc luî luñ lyön lng lng li l¤i l®u l¾u l¿i "
        "làng læn lón löt lø lúèi ma©u maço maòu miªc miªu miä miæa miþ moð moño muþi myö mng mng mi mª m¾ m¾i m¾n màng "
        "mç mõu múch mûút mýt naþi naþu neð ngu ngu÷ ngm ni£u niæ niþ niþu no¶ no¿y noâ nu¿ nm nn nâo nã näön næm nîn "
        "nöp nýt oÉ oía oðo oö oú oþa pa©u paÌ paño peão peð peó peón peþ piæu pií piïu pu® pu¾ puè puèi puþ puþt py£u p "
        "p£n p¦ p©t p³n p¶ p¹t p¿ päe píp pûèu pûíu quö raèi reá reì reí riä rió roª roº ro¾o roño ru® ru¾ r rm r£m r© r¹ "
        "r¿ råt ría rñ rõ rön rø rúa rûc siæ so© so¹ soçi soèo suþi sng si sng sng st se s£t s® s»a s¾e s¾n sàng sët "
        "síp sïy sóa sóm söm sön s÷ sûc sým taüt tiè tièa to¾ to¾i toè toèa toèi toí toòa traæ triï tr©i tr®i tr¹i tr¾i trå "
        "trång tu®i tuæi tuèa tuèi tuði tyû ta tp tu t¾ tÅ tãa tång tæa tç tïí töm töp t÷ tût tü týn u© u¹ uè uði u÷ veð "
        "vièu viïa viò viþa v©i v² v³ v¹i v¾ væn væng vç vö vúc xy xt x xâ xä xõ xý o u ¡y £u ¦p ©i ©o ©p ©u ªt ­i ­u "
        "®ay ®em ®eð ®it ®n ®u ®uèi ¶p ¹a ¹i ¹o ¹p ¹u ºa ºc ºt ¼e ¾p ¾u ¿i àan áe ái áy äng çap çe ço éo îa îe îm ïo ðen ðoõ "
        "ñay ñy öe öm ýc ýng "
    ),
    14: (
        "a¹i aáo baço baþu beð beòo bo¶ bât bâþu bäm bäng bêc bïe caïn cho« choè chía co¿ coït cu¦ cu¶ cín cíp cï côa daòo "
        "daþ deán doía doð doñ duþu dàt däng dóp döp dût giú g©t g¹t gám gæi gît gø haï hué huía hät hü hýc i¦c iä iì kiè kü "
        "leñ lyöt léc lía líc löp maþ mi©u mo©t mo¹t moût moþ mu£ mu©t mu³ m¥ m¦p m± m³ m¶p mät mím möi mön neó neón no¿ "
        "noøe nuþu näi nót nôt oô oü piça po©t po¹t poça poø puça p³ pä päi pía pót pö pút raä raèu rièu ro© ro©t ro¹ ro¹t "
        "ru¦ ru¶ ruín r® r®i r¾ räp réa rép rö röm rým rýn saá saó seño soïo soñe su« s³ säe sät sêp söp sû sün taè taí thå "
        "thè tiä to© to¶ to¹ toæ toèo toño toõ traí triïn troç truði tuª tuº t³ tån töng u£ u¦ u³ u¶ ué viä vo© vo¹ vuæi "
        "vyöt vä vå vë ®ut ®úp »i ×o âeú âoò ãn åp ção ío îo ðit ðiu ýu "
    ),
    15: (
        "aé ba©t bu£y bu³a bué bång béa chií chã cué dån dèt dìa dña goñ haïm hueá hém iæ kyä k¥ k³ laò leé leño maé mo¶ mo¿ "
        "moèe moët mué m¾e mång mèt mìch nèt oä oî oña oøe oû pièa piëch poè raï raò röt sa©u saò sâo sòc sòn taï troça truæ "
        "trø têt vaø voçe výt ¾a âaì äíi éc óm óp "
    ),
}
